"""What the portal thinks of each item of a batch: CONTRACT's verdicts, decided in memory.

The order of questions is the same for every item: does the sender know of the record at all (what one may not read does
not exist, and its uuid is merely taken), may they write it, does their edit fit what others did meanwhile, is the
result right.

Where somebody else brought the batch, the verdicts are the author's, and the relayer has to be entitled besides. What a
relayer may not do, or cannot be told, is no verdict: it would be kept, and be the author's for ever. It makes the whole
batch one that this relayer may not bring (`obstacles`), or may bring again later (`waits`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plugin.contract import merge, wire, workflow
from plugin.contract.batch import Batch, Item
from plugin.contract.jcs import content_hash
from plugin.contract.verdict import ConflictInfo, ConflictKind, Problem, Verdict
from plugin.records import messages
from plugin.records.catalogue import Catalogue
from plugin.records.definition import RecordType

from .. import authors, checks
from ..checks import Flaw
from ..view import PARTNER, Standing, may_write, sees
from .authorship import Parties
from .world import State, World


@dataclass(frozen=True)
class Obstacle:
    """Why the relayer may not bring an item."""

    item: Item
    rule: str
    message: str


class Judge:
    """Judges the items of one batch, each once. Texts are in the language `lang`, times are `now`.

    `obstacles` are what the relayer may not do of it; `is_early`: something that it builds on may still come; `unheard`
    are parents that the portal does not have, or one of the parties does not see, and that the batch does not bring.
    """

    def __init__(self, world: World, catalogue: Catalogue, parties: Parties, lang: str, now: str) -> None:
        self._world = world
        self._catalogue = catalogue
        self._account = parties.author
        self._relayer = parties.relayer
        self._via = parties.via
        self._lang = lang
        self._now = now
        self._items: dict[str, Item] = {}
        self._verdicts: dict[str, Verdict | None] = {}
        self.obstacles: list[Obstacle] = []
        self.is_early = False
        self.unheard: set[str] = set()

    def judge(self, batch: Batch) -> tuple[Verdict, ...]:
        """A verdict for each item, in the batch's order; the world is left as they say."""
        for item in batch.items:
            self._items.setdefault(item.uuid, item)
        found = []
        for item in batch.items:
            if self._items[item.uuid] is item:
                found.append(self._verdict_of(item.uuid) or self._held(item))
            else:
                # The same uuid once more, under another type: an identity belongs to one record.
                found.append(self._refused(item, "identity.taken", "/uuid"))
        return tuple(found)

    def _verdict_of(self, uuid: str) -> Verdict | None:
        """The verdict on the batch's item about a record; None where it is being thought about further up."""
        if uuid not in self._verdicts:
            self._verdicts[uuid] = None
            self._verdicts[uuid] = self._decide(self._items[uuid])
        return self._verdicts[uuid]

    def _decide(self, item: Item) -> Verdict:
        rtype = self._catalogue.types.get(item.type)
        if rtype is None:
            return self._refused(item, "type.unknown", "/type", type=item.type)
        if self._account.role == PARTNER:
            return self._refused(item, "role.read_only", "")
        if not self._world.has_arrived(item):
            return self._early(item)
        if item.op == "create":
            return self._create(item, rtype)
        if item.op == "change":
            return self._change(item, rtype)
        return self._delete(item)

    # --- create -----------------------------------------------------------------------------------------------------

    def _create(self, item: Item, rtype: RecordType) -> Verdict:
        state = self._world.find(item.uuid)
        if state is not None and not self._relayer_sees(state):
            return self._early(item)
        if state is not None and (state.type != item.type or not sees(self._account, state.standing)):
            return self._refused(item, "identity.taken", "/uuid")
        mine = merge.apply_set({"uuid": item.uuid}, item.set)
        flaws = self._shape(rtype, mine)
        if flaws:
            return self._refusal(item, _problems(item, flaws))
        if state is None:
            return self._bear(item, rtype, mine, None)
        if state.content is None:
            return self._conflict(item, state, "deleted")
        merged = merge.merge_fields(rtype, None, mine, state.content)
        if merged.conflicts:
            return self._conflict(item, state, "exists", merged.conflict_fields)
        return self._unchanged(item, state, mine)

    def _bear(self, item: Item, rtype: RecordType, mine: dict[str, Any], tombstone: State | None) -> Verdict:
        """A record that is not there becomes one, be it for the first time or again."""
        organisation = self._account.organisation or ""
        standing = Standing.of(organisation if tombstone is None else tombstone.standing.organisation, mine)
        problems = self._entitlement(None if tombstone is None else tombstone.standing, standing, is_new=True)
        problems += _problems(item, checks.rules(rtype, mine, self._lang))
        parent_problems, held = self._parents(rtype, mine)
        problems += parent_problems
        if problems:
            return self._refusal(item, problems)
        if held:
            return self._held(item)
        return self._store(item, mine, standing, tombstone)

    # --- change -----------------------------------------------------------------------------------------------------

    def _change(self, item: Item, rtype: RecordType) -> Verdict:
        if self._leads_nowhere(item):
            return self._after_nothing(item, rtype)
        if not self._relayer_knows(item):
            return self._early(item)
        state, base = self._known(item), self._world.base_of(item)
        if state is None:
            return self._gone(item, base)
        if state.content is None and base != state.revision:
            return self._conflict(item, state, "deleted")
        origin = self._world.origin_of(item, state)
        mine = merge.apply_set({"uuid": item.uuid, **(origin or {})}, item.set)
        flaws = self._shape(rtype, mine)
        if flaws:
            return self._refusal(item, _problems(item, flaws))
        if state.content is None:
            # The sender has seen the deletion and wants the record back all the same.
            return self._bear(item, rtype, mine, state)
        refusal = may_write(self._account, state.standing)
        if refusal is not None:
            return self._refused(item, refusal, "")
        if origin is None:
            return self._change_unknown(item, rtype, state)
        return self._merge(item, rtype, state, origin, mine)

    def _change_unknown(self, item: Item, rtype: RecordType, state: State) -> Verdict:
        """A change from a revision that the portal does not have: whatever differs, people decide."""
        assert state.content is not None
        theirs = state.content
        differing = tuple(
            name for name, value in item.set.items() if not merge.same_value(rtype, name, value, theirs.get(name))
        )
        if differing:
            return self._conflict(item, state, "field", differing)
        self._world.views[item.uuid] = None
        return Verdict(item.type, item.uuid, "unchanged", state.revision, state.hash, record=theirs)

    def _merge(
        self, item: Item, rtype: RecordType, state: State, origin: dict[str, Any], mine: dict[str, Any]
    ) -> Verdict:
        assert state.content is not None
        merged = merge.merge_fields(rtype, origin, mine, state.content)
        if merged.conflicts:
            return self._conflict(item, state, "field", merged.conflict_fields)
        if not merged.keeps_mine:
            return self._unchanged(item, state, mine)
        standing = Standing.of(state.standing.organisation, merged.values)
        problems = self._entitlement(state.standing, standing, is_new=False)
        if problems:
            return self._refusal(item, problems)
        parent_problems, held = self._parents(rtype, merged.values, state.content)
        if parent_problems:
            return self._refusal(item, parent_problems)
        flaws = self._flaws(rtype, merged.values)
        if flaws:
            if merged.takes_theirs and not self._flaws(rtype, mine):
                return self._conflict(item, state, "rules", tuple(dict.fromkeys(n for f in flaws for n in f.fields)))
            return self._refusal(item, _problems(item, flaws))
        if held:
            return self._held(item)
        if merged.takes_theirs:
            self._world.views[item.uuid] = mine
        return self._store(item, merged.values, standing, state, merged=merged.takes_theirs)

    def _shape(self, rtype: RecordType, record: dict[str, Any]) -> list[Flaw]:
        return checks.shape(rtype, record, self._catalogue, self._lang)

    def _flaws(self, rtype: RecordType, record: dict[str, Any]) -> list[Flaw]:
        return self._shape(rtype, record) or checks.rules(rtype, record, self._lang)

    # --- delete -----------------------------------------------------------------------------------------------------

    def _delete(self, item: Item) -> Verdict:
        if self._leads_nowhere(item):
            return self._after_nothing(item, self._catalogue.types[item.type])
        if not self._relayer_knows(item):
            return self._early(item)
        state, base = self._known(item), self._world.base_of(item)
        if state is None:
            # What is not there, or not for this account, is gone as far as the sender is concerned.
            return Verdict(item.type, item.uuid, "unchanged", base or 1, "")
        if state.content is None:
            return Verdict(item.type, item.uuid, "unchanged", state.revision, "")
        refusal = may_write(self._account, state.standing)
        if refusal is not None:
            return self._refused(item, refusal, "")
        rtype = self._catalogue.types[item.type]
        origin = self._world.origin_of(item, state)
        if origin is None or merge.diff(rtype, origin, state.content):
            return self._conflict(item, state, "deleted")
        for child in sorted(self._world.children(item.uuid)):
            other = self._items.get(child)
            if other is not None and other.op == "delete":
                self._verdict_of(child)
        if self._world.children(item.uuid):
            return self._conflict(item, state, "parent")
        self._check_relayer(item, state, state.standing)
        self._world.put(
            State(
                type=state.type,
                uuid=state.uuid,
                revision=state.revision + 1,
                content=None,
                hash="",
                standing=state.standing,
                account=self._account.account,
                author=self._account.name,
                at=self._now,
                moved=state.moved,
                via=self._via,
            )
        )
        return Verdict(item.type, item.uuid, "accepted", state.revision + 1, "")

    # --- what they share --------------------------------------------------------------------------------------------

    def _known(self, item: Item) -> State | None:
        """The record as far as the sender may know of it."""
        state = self._world.find(item.uuid)
        if state is None or state.type != item.type or not sees(self._account, state.standing):
            return None
        return state

    def _leads_nowhere(self, item: Item) -> bool:
        """Whether the item follows a batch of its author that is here and produced no revision of the record."""
        return item.after is not None and self._world.base_of(item) is None

    def _after_nothing(self, item: Item, rtype: RecordType) -> Verdict:
        """An edit that goes on from one which came to nothing, unless the portal has what it wants in any case."""
        there = self._world.find(item.uuid)
        if there is not None and not self._relayer_sees(there):
            return self._early(item)
        state = self._known(item)
        if state is not None:
            if item.op == "delete" and state.content is None:
                return Verdict(item.type, item.uuid, "unchanged", state.revision, "")
            if item.op == "change" and state.content is not None:
                found = self._change_unknown(item, rtype, state)
                if found.verdict == "unchanged":
                    return found
        return self._refused(item, "after.no_revision", "/after", after=item.after)

    def _relayer_sees(self, state: State) -> bool:
        return self._relayer is None or sees(self._relayer, state.standing)

    def _relayer_knows(self, item: Item) -> bool:
        """Whether a relayer, if there is one, sees the item's record. What is not there cannot be seen either: the
        answer is one for both."""
        state = self._world.find(item.uuid)
        return self._relayer is None or (state is not None and sees(self._relayer, state.standing))

    def _check_relayer(self, item: Item, before: State | None, after: Standing) -> None:
        """Notes it where the relayer could not take this step."""
        relayer = self._relayer
        if relayer is None:
            return
        is_new = before is None or before.content is None
        old = None if before is None or is_new else before.standing.workflow or workflow.INITIAL
        rule = may_write(relayer, after) or (None if before is None else may_write(relayer, before.standing))
        params: dict[str, object] = {}
        if rule is None and is_new and not sees(relayer, after):
            rule = "relay.not_seen"
        if rule is None and not workflow.allowed(relayer.role, old, after.workflow):
            rule = "workflow.first" if old is None else "workflow.transition"
            params = {"old": old or "", "new": after.workflow or workflow.INITIAL}
        if rule is not None:
            self.obstacles.append(Obstacle(item, rule, messages.text(f"refusal.{rule}", self._lang, **params)))

    def _gone(self, item: Item, base: int | None) -> Verdict:
        """A change of what is not there, or no longer for this account: one answer for both."""
        if base is None:
            return self._refused(item, "identity.unknown", "/uuid")
        info = ConflictInfo("deleted", revision=base)
        return Verdict(item.type, item.uuid, "conflict", base, "", conflict=info)

    def _entitlement(self, before: Standing | None, after: Standing, *, is_new: bool) -> list[Problem]:
        """What the account may not do of a step between two standings; None is a record that is not there yet."""
        rule = may_write(self._account, after)
        if rule is not None:
            return [self._problem(rule, "/set/katottg" if rule.startswith("territory") else "")]
        old = None if is_new or before is None else before.workflow or workflow.INITIAL
        new = after.workflow or workflow.INITIAL
        if not workflow.allowed(self._account.role, old, after.workflow):
            rule = "workflow.first" if old is None else "workflow.transition"
            return [self._problem(rule, "/set/workflow", old=old or "", new=new)]
        return []

    def _parents(
        self, rtype: RecordType, record: dict[str, Any], before: dict[str, Any] | None = None
    ) -> tuple[list[Problem], bool]:
        """What is wrong with the parents that are new to the record, and whether one of them is still to come."""
        problems, held = [], False
        known = set() if before is None else set(rtype.parents(before))
        for parent_type, uuid in rtype.parents(record):
            if (parent_type, uuid) in known:
                continue
            other = self._items.get(uuid)
            if other is not None and other.op != "delete":
                self._verdict_of(uuid)
            state = self._world.find(uuid)
            if state is None or not sees(self._account, state.standing) or not self._relayer_sees(state):
                held = True
                if other is None or other.op == "delete":
                    self.unheard.add(uuid)
            elif state.type != parent_type:
                problems.append(self._problem("parent.type", _pointer(rtype, record, uuid), type=parent_type))
            elif state.deleted:
                problems.append(self._problem("parent.deleted", _pointer(rtype, record, uuid)))
        return problems, held

    def _store(
        self, item: Item, content: dict[str, Any], standing: Standing, before: State | None, *, merged: bool = False
    ) -> Verdict:
        self._check_relayer(item, before, standing)
        digest = content_hash(content)
        revision = 1 if before is None else before.revision + 1
        self._world.put(
            State(
                type=item.type,
                uuid=item.uuid,
                revision=revision,
                content=content,
                hash=digest,
                standing=standing,
                account=self._account.account,
                author=self._account.name,
                at=self._now,
                moved=before is not None and (before.moved or before.standing != standing),
                is_new=before is None,
                via=self._via,
            )
        )
        if merged:
            return Verdict(item.type, item.uuid, "merged", revision, digest, record=content)
        return Verdict(item.type, item.uuid, "accepted", revision, digest)

    def _unchanged(self, item: Item, state: State, mine: dict[str, Any]) -> Verdict:
        """The portal has it already; its content comes along where it is more than the sender's."""
        more = None if content_hash(mine) == state.hash else state.content
        if more is not None:
            self._world.views[item.uuid] = mine
        return Verdict(item.type, item.uuid, "unchanged", state.revision, state.hash, record=more)

    def _conflict(self, item: Item, state: State, kind: ConflictKind, fields: tuple[str, ...] = ()) -> Verdict:
        author = authors.text(state.author, state.via, self._lang)
        info = ConflictInfo(kind, fields, state.content, state.revision, author, state.at)
        return Verdict(item.type, item.uuid, "conflict", state.revision, state.hash, conflict=info)

    def _early(self, item: Item) -> Verdict:
        """What the item builds on is not here, or not for the relayer: it may be another time."""
        self.is_early = True
        return self._held(item)

    def _held(self, item: Item) -> Verdict:
        return Verdict(item.type, item.uuid, "held")

    def _refused(self, item: Item, rule: str, pointer: str, **params: object) -> Verdict:
        return self._refusal(item, [self._problem(rule, pointer, **params)])

    def _refusal(self, item: Item, problems: Iterable[Problem]) -> Verdict:
        return Verdict(item.type, item.uuid, "refused", problems=tuple(problems))

    def _problem(self, rule: str, pointer: str, **params: object) -> Problem:
        message = messages.text(f"refusal.{rule}", self._lang, **params)
        if self._relayer is not None:
            # The relayer reads it too, and it speaks of what "you" may do.
            message = messages.text("refusal.relayed", self._lang, author=self._account.name, message=message)
        return Problem(pointer, rule, message)


def _problems(item: Item, flaws: Iterable[Flaw]) -> list[Problem]:
    """The flaws as problems that point at the first of their fields which the item sets."""
    found = []
    for flaw in flaws:
        name = next((name for name in flaw.fields if name in item.set), None)
        found.append(Problem("/set" if name is None else wire.at("/set", name[:200]), flaw.rule, flaw.message))
    return found


def _pointer(rtype: RecordType, record: dict[str, Any], uuid: str) -> str:
    names = [key.field for key in rtype.foreign_keys]
    if rtype.parent_fields is not None:
        names.append(rtype.parent_fields[1])
    return next((f"/set/{name}" for name in names if record.get(name) == uuid), "")
