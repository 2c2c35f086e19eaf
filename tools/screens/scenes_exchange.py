"""What has to do with others: conflicts, bundles, backups, edits that went by unnoticed, undo."""

from __future__ import annotations

from pathlib import Path

from tools.screens.gallery import Scene, Steps
from tools.screens.room import Room
from tools.screens.world_words import PASSPHRASE
from tools.tour import hands
from tools.tour.stage import Wait


def conflicts(room: Room) -> Steps:
    """Each conflict, and settling all alike."""
    yield from room.open()
    room.bench.conflicts.show(None)
    yield room.shown("conflictsWindow")
    window = room.top("conflictsWindow")
    yield room.settled()
    room.shot("conflicts", "Conflicts: a window beside the map")
    listed = hands.find(window, "conflictList")
    for row in range(min(listed.model().rowCount(), 4)):
        hands.click_row(listed, row)
        yield room.settled()
        room.shot(f"conflicts-{row + 1}", "A conflict", window)
    hands.click(hands.find(window, "allMineButton"))
    yield room.pause()
    room.shot("conflicts-mine", "All mine", window)
    hands.click(hands.find(window, "settleAllButton"))
    yield room.shown("settleAllDialog")
    yield room.settled()
    room.shot("settle-all", "Settling all conflicts alike", room.top("settleAllDialog"))


def export_bundle(room: Room) -> Steps:
    """What would go into a bundle."""
    yield from room.open()
    room.bench.bundles.export()
    yield room.shown("exportBundleDialog")
    dialog = room.top("exportBundleDialog")
    path = hands.find(dialog, "bundlePathField")
    path.setText(f"/home/olena/Documents/{Path(path.text()).name}")  # as people have it, not as this room does
    path.setCursorPosition(0)
    room.shot("bundle-export", "Export of a bundle", dialog)
    seal = hands.find(dialog, "bundleSealCheck")
    if seal.isEnabled():
        seal.click()
        yield room.pause()
        room.shot("bundle-export-sealed", "Export of a sealed bundle", dialog)


def import_bundle(room: Room) -> Steps:
    """What is in a bundle; a sealed one; one that is none."""
    yield from room.open()
    for name, key in (
        ("bundle-import", "bundle"),
        ("bundle-import-sealed", "sealed"),
        ("bundle-import-none", "noBundle"),
    ):
        room.bench.bundles.open_file(Path(room.plan[key]))
        yield room.shown("importBundleDialog")
        yield room.settled()
        room.shot(name, "Import of a bundle", room.top("importBundleDialog"))
        if key == "sealed":
            dialog = room.top("importBundleDialog")
            hands.type_text(hands.find(dialog, "openPassphrase"), PASSPHRASE + "?")
            hands.click(hands.find(dialog, "openSealedButton"))
            yield room.settled()
            room.shot("bundle-import-wrong", "Import: another passphrase", dialog)
        room.top("importBundleDialog").reject()
        yield room.pause(100)


def restore(room: Room) -> Steps:
    """Backups, and what would come back."""
    yield from room.open()
    room.bench.safekeeping.restore()
    yield room.shown("restoreDialog")
    yield room.settled()
    dialog = room.top("restoreDialog")
    room.shot("restore", "Restore from a backup", dialog)
    listed = hands.find(dialog, "backupList")
    hands.click_row(listed, listed.model().rowCount() - 1)
    yield room.settled()
    room.shot("restore-oldest", "Restore: the oldest backup", dialog)


def unnoticed(room: Room) -> Steps:
    """Edits that went by unnoticed."""
    yield from room.open()
    room.bench.safekeeping.look()
    yield room.shown("untrackedDialog")
    room.shot("unnoticed", "Edits that went by unnoticed", room.top("untrackedDialog"))


def undo(room: Room) -> Steps:
    """A deletion, the offer to undo it, and what the menu then says."""
    yield from room.open()
    room.tab("records")
    uuid = room.needs()[-1]["uuid"]
    room.bench.records.delete([("need", uuid)])
    yield room.settled()
    room.shot("undo-offered", "A deletion that can be undone")
    room.later(room.dock.header.menu_button.showMenu)
    yield Wait("the menu is open", lambda: room.dock.header.menu.isVisible())
    room.shot("undo-menu", "Undo in the panel's menu")
    room.dock.header.menu.close()
    room.bench.undoing.undo()
    yield room.settled()
    room.shot("undone", "The deletion is undone")


SCENES = [
    Scene("conflicts", "Conflicts", conflicts),
    Scene("bundle-export", "Export of a bundle", export_bundle),
    Scene("bundle-import", "Import of a bundle", import_bundle),
    Scene("restore", "Restore from a backup", restore),
    Scene("unnoticed", "Unnoticed edits", unnoticed),
    Scene("undo", "Undo", undo),
]
