"""Writes docs/checks.md from the rules and their messages, in both languages.

``--check`` writes nothing and ends with status 1 when the page is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugin.quality import RULES_VERSION  # noqa: E402
from plugin.quality.registry import rules  # noqa: E402
from plugin.records import messages  # noqa: E402
from tools.data_dictionary import table  # noqa: E402

PAGE = ROOT / "docs" / "checks.md"

INTRODUCTION = f"""\
# Checks · Перевірки

Made by `tools/checks_page.py` from `plugin/quality/`; a test holds it up to date. Rules version {RULES_VERSION}.
The same rules run in the form, over the workspace, on the command line and on the portal. An *error* keeps a record
from being submitted, a *warning* asks, a *hint* informs; none of them keeps a draft from being saved or sent. What
stands in braces is filled in.

Ті самі правила діють у формі, в робочому просторі, в командному рядку й на порталі. Помилка (*error*) не дає подати
запис, застереження (*warning*) питає, підказка (*hint*) інформує; чернетку можна зберегти й надіслати завжди. Замість
слів у дужках стоятиме значення.

"""


def page() -> str:
    """The whole page as Markdown."""
    ordered = sorted(rules(), key=lambda rule: rule.id)
    rows = (
        (f"`{rule.id}`", rule.severity, *(messages.text(f"rule.{rule.id}", lang) for lang in messages.LANGUAGES))
        for rule in ordered
    )
    return INTRODUCTION + "\n".join(table(("rule", "severity", "українською", "English"), rows)).rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or check that it is as it would be written."""
    content = page()
    current = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    if "--check" in arguments:
        if current != content:
            print(f"{PAGE.relative_to(ROOT)} is out of date: run make docs")
        return int(current != content)
    if current != content:
        PAGE.write_text(content, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
