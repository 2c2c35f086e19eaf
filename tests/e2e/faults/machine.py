"""Offices that do anything in any order, in any weather: a state machine for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from .desk import TYPES
from .line import KINDS, Fault
from .world import ACTIONS, DESKS, Edit, Template, World

POINTS_OF_A_RUN = 260
POINTS_OF_THE_PORTAL = 60

desks = st.integers(0, DESKS - 1)
edits = st.builds(
    Edit,
    desk=desks,
    action=st.sampled_from(ACTIONS),
    type=st.sampled_from(("need", *TYPES)),
    which=st.integers(0, 3),
    field=st.integers(0, 2),
    how=st.sampled_from(["store", "ogr", "sql"]),
)
work = st.lists(edits, max_size=4)
shares = st.sampled_from([0, 1, 100, 500, 900, 999, 1000])
faults = st.builds(Fault, st.sampled_from(KINDS), st.integers(0, 11), shares, st.integers(1, 3))
weather = st.lists(faults, min_size=3, max_size=9, unique_by=lambda fault: fault.request)
fair = st.lists(faults, max_size=2)
WAYS = ("mine", "portal", "in turns")
ways = st.none() | st.sampled_from(WAYS)
deaths = st.tuples(st.integers(1, POINTS_OF_THE_PORTAL), st.integers(1, 4))


class Offices(RuleBasedStateMachine):
    """Three desks of one organisation and their portal; ``template`` and ``mutation`` are set on a subclass."""

    template: Template
    mutation: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.template, self.mutation)

    def people_work(self, work: list[Edit]) -> None:
        """Edits, one after the other."""
        for edit in work:
            self.world.do(edit)

    @rule(work=work, desk=desks, script=weather)
    def sync(self, work: list[Edit], desk: int, script: list[Fault]) -> None:
        self.people_work(work)
        self.world.sync(desk, script)

    @rule(work=work, desk=desks, script=weather, portal_dies=deaths)
    def sync_while_the_portal_dies(
        self, work: list[Edit], desk: int, script: list[Fault], portal_dies: tuple[int, int]
    ) -> None:
        self.people_work(work)
        self.world.sync(desk, script, portal_dies=portal_dies)

    @rule(work=work, desk=desks, points=st.lists(st.integers(1, POINTS_OF_A_RUN), min_size=1, max_size=3), script=fair)
    def sync_and_die(self, work: list[Edit], desk: int, points: list[int], script: list[Fault]) -> None:
        self.people_work(work)
        for point in points:
            self.world.sync_and_die(desk, point, script)

    @rule(work=work, desk=desks, script=fair, byte_count=st.sampled_from([20_000, 40_000, 70_000, 120_000, 200_000]))
    def sync_on_a_bad_disk(self, work: list[Edit], desk: int, script: list[Fault], byte_count: int) -> None:
        self.people_work(work)
        self.world.sync_and_die(desk, 0, script, byte_count=byte_count)

    @rule(work=work, desk=desks, script=fair, pages=st.integers(0, 4))
    def sync_on_a_full_disk(self, work: list[Edit], desk: int, script: list[Fault], pages: int) -> None:
        self.people_work(work)
        self.world.sync_and_die(desk, 0, script, pages=pages)

    @rule(work=work, desk=desks, script=fair, byte_count=st.sampled_from([1_000, 40_000, 70_000, 120_000]))
    def sync_with_a_full_portal(self, work: list[Edit], desk: int, script: list[Fault], byte_count: int) -> None:
        self.people_work(work)
        self.world.sync_with_a_full_portal(desk, script, byte_count)

    @rule(work=work, desk=desks, script=weather, portal_dies=st.none() | deaths)
    def send_files(self, work: list[Edit], desk: int, script: list[Fault], portal_dies: tuple[int, int] | None) -> None:
        self.people_work([*work, Edit(desk, "create", "attachment", 0, 2)])
        self.world.sync(desk, [])
        self.world.sync(desk, script, portal_dies=portal_dies, what="files")

    @rule(desk=desks, points=st.lists(st.integers(1, POINTS_OF_A_RUN // 2), min_size=1, max_size=3), script=fair)
    def send_files_and_die(self, desk: int, points: list[int], script: list[Fault]) -> None:
        self.people_work([Edit(desk, "create", "attachment", 0, 1)])
        self.world.sync(desk, [])
        for point in points:
            self.world.sync_and_die(desk, point, script, what="files")

    @rule(desk=desks, which=st.integers(0, 3), how=st.sampled_from(WAYS))
    def settle(self, desk: int, which: int, how: str) -> None:
        self.world.settle(desk, which, how)

    @rule(desk=desks)
    def take_back(self, desk: int) -> None:
        self.world.take_back(desk)

    @rule(one=desks, other=desks, which=st.integers(0, 1), field=st.integers(0, 2), how=ways)
    def quarrel(self, one: int, other: int, which: int, field: int, how: str | None) -> None:
        """Two people write into the same field; who comes second settles it, or leaves it for later."""
        for desk in (one, other):
            self.people_work([Edit(desk, "edit", "need", which, field)])
        self.world.sync(one, [])
        self.world.sync(other, [])
        if how is not None:
            self.world.settle(other, 0, how)

    @rule(saving=st.sampled_from(["before", "now", "only"]), running=st.booleans(), work=work, desk=desks)
    def put_the_portal_back(self, saving: str, running: bool, work: list[Edit], desk: int) -> None:
        """To what was saved before this work was sent, or long before; or it is only saved, for later."""
        if saving != "before":
            self.world.back_up_portal()
        self.people_work(work)
        self.world.sync(desk, [])
        if saving != "only":
            self.world.put_portal_back(running=running)

    @rule(work=work, desk=desks, to=desks, sealed=st.sampled_from([False, False, False, True]))
    def hand_a_bundle_over(self, work: list[Edit], desk: int, to: int, sealed: bool) -> None:
        self.people_work(work)
        self.world.export(desk, sealed=sealed)
        self.world.take_in(to, -1)

    @rule(desk=desks, which=st.integers(0, 3))
    def take_a_bundle_in(self, desk: int, which: int) -> None:
        self.world.take_in(desk, which)

    def teardown(self) -> None:
        try:
            self.world.calm()
        finally:
            self.world.close()
