"""The network as QGIS is set: the proxy it would use, its password and exclusions, the authorities it trusts."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsNetworkAccessManager, QgsSettings

from plugin.qgis_bridge import network

PORTAL = "https://portal.example.org"


class ProxySettings:
    """QGIS's options for the network."""

    def set(self, **values: object) -> None:
        settings = QgsSettings()
        for name, value in values.items():
            settings.setValue(f"proxy/{name}", value)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


@pytest.fixture()
def proxy(qgis_app: QgsApplication) -> Iterator[ProxySettings]:
    yield ProxySettings()
    QgsSettings().remove("proxy")
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


def test_without_a_proxy_the_connection_is_direct(proxy: ProxySettings) -> None:
    proxy.set(proxyEnabled=False)
    assert network.proxies(PORTAL) == {}


def test_a_proxy_with_a_login_is_used_as_qgis_would(proxy: ProxySettings) -> None:
    proxy.set(
        proxyEnabled=True,
        proxyType="HttpProxy",
        proxyHost="proxy.oda.example",
        proxyPort="3128",
        proxyUser="о.петренко",
        proxyPassword="p@ss:w/rd",
    )
    expected = "http://%D0%BE.%D0%BF%D0%B5%D1%82%D1%80%D0%B5%D0%BD%D0%BA%D0%BE:p%40ss%3Aw%2Frd@proxy.oda.example:3128"
    assert network.proxies(PORTAL) == {"http": expected, "https": expected}


def test_a_login_from_the_authentication_database_is_used(proxy: ProxySettings) -> None:
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("головний пароль", True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("proxy")
    config.setConfig("username", "clerk")
    config.setConfig("password", "secret")
    assert manager.storeAuthenticationConfig(config)[0]
    proxy.set(
        proxyEnabled=True, proxyType="HttpProxy", proxyHost="proxy.oda.example", proxyPort="8080", authcfg=config.id()
    )
    try:
        assert network.proxies(PORTAL)["https"] == "http://clerk:secret@proxy.oda.example:8080"
    finally:
        manager.removeAuthenticationConfig(config.id())


def test_a_socks_proxy_resolves_the_names(proxy: ProxySettings) -> None:
    proxy.set(proxyEnabled=True, proxyType="Socks5Proxy", proxyHost="10.0.0.1", proxyPort="1080")
    assert network.proxies(PORTAL)["https"] == "socks5h://10.0.0.1:1080"


def test_an_excluded_address_is_reached_directly(proxy: ProxySettings) -> None:
    proxy.set(
        proxyEnabled=True,
        proxyType="HttpProxy",
        proxyHost="proxy.oda.example",
        proxyPort="3128",
        noProxyUrls=[PORTAL],
    )
    assert network.proxies(f"{PORTAL}/api/v1") == {}
    assert network.proxies("https://elsewhere.example") != {}


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_this_machine_is_never_asked_for_through_a_proxy(proxy: ProxySettings, address: str) -> None:
    proxy.set(proxyEnabled=True, proxyType="HttpProxy", proxyHost="proxy.oda.example", proxyPort="3128")
    assert network.proxies(address) == {}


def test_the_trusted_authorities_can_be_loaded_by_the_network_library(qgis_app: QgsApplication) -> None:
    bundle = network.certificate_bundle()
    assert bundle is not None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(bundle)
    assert len(context.get_ca_certs()) > 20


def test_an_authority_marked_untrusted_is_left_out_and_the_file_is_written_anew(
    qgis_app: QgsApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = QgsApplication.authManager()
    trusted = manager.trustedCaCerts()
    before = network.certificate_bundle()
    doubtful = trusted[0]

    class Manager:
        """The manager with one authority of the user's own, marked untrusted."""

        trustedCaCertsCache = staticmethod(lambda: trusted)
        databaseCAs = staticmethod(lambda: [doubtful])
        certTrustPolicy = staticmethod(lambda _certificate: network.QgsAuthCertUtils.CertTrustPolicy.Untrusted)

    monkeypatch.setattr(network.QgsApplication, "authManager", staticmethod(Manager))
    bundle = network.certificate_bundle()
    assert bundle is not None and bundle != before
    assert bytes(doubtful.toPem()) not in bundle.read_bytes()
    assert bundle.read_bytes().count(b"BEGIN CERTIFICATE") == len(trusted) - 1
    assert [path.name for path in bundle.parent.glob("trusted-*.pem")] == [bundle.name]


def test_what_a_task_gets_holds_everything_and_shows_no_secret(proxy: ProxySettings) -> None:
    proxy.set(
        proxyEnabled=True,
        proxyType="HttpProxy",
        proxyHost="proxy.oda.example",
        proxyPort="3128",
        proxyUser="u",
        proxyPassword="hidden-password",
    )
    access = network.portal_access(PORTAL, "hidden-token", "uk")
    assert access.token == "hidden-token"
    assert access.proxies is not None and "hidden-password" in access.proxies["https"]
    assert "hidden" not in repr(access)
