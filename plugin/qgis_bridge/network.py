"""The network as QGIS is set: proxy, its password and exclusions, trusted certificates. Read on the main thread."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import quote

from qgis.core import QgsApplication, QgsAuthCertUtils, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery, QSslCertificate

from ..sync.access import PortalAccess, is_loopback, split_address

DIRECT = (QNetworkProxy.ProxyType.NoProxy, QNetworkProxy.ProxyType.DefaultProxy)


def portal_access(url: str, token: str | None, language: str) -> PortalAccess:
    """How to reach a portal, with everything a background task needs and nothing of QGIS in it.

    :param url: the portal's address.
    :param token: the token kept for that address's origin; None to ask only what the portal tells everyone.

    Raises UsageError for an address that no token may go to, or a token of impossible form.
    """
    bundle = certificate_bundle()
    return PortalAccess(
        url=url,
        token=token or "",
        proxies=proxies(url),
        ca_bundle=None if bundle is None else str(bundle),
        language=language,
    )


def proxies(url: str) -> dict[str, str]:
    """The proxy that QGIS would use for an address: ``{"http": …, "https": …}``, empty for a direct connection.

    Exclusions, "no proxy" addresses, the system's proxy and a proxy's authentication configuration are honoured, for
    QGIS itself answers. A loopback address is always direct.
    """
    if is_loopback(split_address(url).hostname or ""):
        return {}
    manager = QgsNetworkAccessManager.instance()
    factory = manager.proxyFactory()
    if factory is None:
        chosen = [manager.fallbackProxy()]
    else:
        chosen = factory.queryProxy(QNetworkProxyQuery(QUrl(url)))
    for proxy in chosen:
        if proxy.type() in DIRECT or not proxy.hostName():
            return {}
        address = proxy_address(proxy)
        return {"http": address, "https": address}
    return {}


def proxy_address(proxy: QNetworkProxy) -> str:
    """A proxy as an address: ``http://user:password@host:port``, ``socks5h://…`` where names are resolved by it."""
    scheme = "socks5h" if proxy.type() == QNetworkProxy.ProxyType.Socks5Proxy else "http"
    login = ""
    if proxy.user():
        login = quote(proxy.user(), safe="")
        if proxy.password():
            login += ":" + quote(proxy.password(), safe="")
        login += "@"
    host = f"[{proxy.hostName()}]" if ":" in proxy.hostName() else proxy.hostName()
    return f"{scheme}://{login}{host}:{proxy.port() or 3128}"


def certificate_bundle() -> Path | None:
    """A PEM file of the authorities that QGIS trusts: the system's, the user's own, without those marked untrusted.

    Written into the user's profile when the set changes; its name carries a digest of the content. None where QGIS
    knows no authority at all: the ones that come with the network library are used then.
    """
    manager = QgsApplication.authManager()
    trusted = manager.trustedCaCertsCache() or manager.trustedCaCerts()
    untrusted = {_digest(certificate) for certificate in manager.databaseCAs() if _is_untrusted(certificate)}
    kept = [certificate for certificate in trusted if _digest(certificate) not in untrusted]
    if not kept:
        return None
    content = b"".join(bytes(certificate.toPem()) for certificate in kept)
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "vidbudova"
    bundle = folder / f"trusted-{hashlib.sha256(content).hexdigest()[:16]}.pem"
    if not bundle.is_file() or bundle.stat().st_size != len(content):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("trusted-*.pem"):
            old.unlink(missing_ok=True)
        bundle.write_bytes(content)
    return bundle


def _digest(certificate: QSslCertificate) -> bytes:
    return hashlib.sha256(bytes(certificate.toDer())).digest()


def _is_untrusted(certificate: QSslCertificate) -> bool:
    policy = QgsApplication.authManager().certTrustPolicy(certificate)
    return bool(policy == QgsAuthCertUtils.CertTrustPolicy.Untrusted)
