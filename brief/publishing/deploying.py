"""A deploy: a plan carried out in such an order that it may end at any moment.

The inventory says first what is about to change, and last what is there. Between the two every page that readers find
is whole: what it needs was put there before it, and what the page before it needed is removed after it. Who comes
after a deploy that did not end takes what that one had begun for unknown, and puts it there anew.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from brief.progress import Progress
from brief.publishing import inventory as inventories
from brief.publishing.inventory import Damaged, Inventory, Put
from brief.publishing.planning import Plan, Upload
from brief.publishing.targets import AnotherDeploy, Held, Target, TargetFault

# So many files are worth it to note that they are there, for a run that has to go on where this one ended.
_BATCH = 2_000
_TRIES = 5


@dataclass(slots=True)
class _Journal:
    """What a deploy has done so far of what it began, and the inventory that it `held` last."""

    target: Target
    begun: Inventory
    held: Held
    put: dict[str, Put] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    @property
    def reached(self) -> Inventory:
        return self.begun.having(self.put, self.gone)

    def note(self) -> None:
        """Say at the target how far it came. Raises TargetFault and AnotherDeploy."""
        self.held = self.target.keep(inventories.encode(self.reached), self.held)


def known(target: Target) -> tuple[Held | None, Inventory]:
    """What brief has put at a target. Raises Damaged and TargetFault."""
    held = target.held()
    return held, inventories.decode(held.content) if held else Inventory()


def deploy(
    plan: Plan,
    before: Inventory,
    held: Held | None,
    target: Target,
    output: Path,
    progress: Progress,
    *,
    is_told: bool = False,
) -> tuple[Held, Inventory]:
    """Carry out a plan that was made of the inventory `before`, which `held` holds. Gives what is there then.

    With `is_told` somebody is to be told what changed, whichever run changed it.

    Raises TargetFault, Changed and AnotherDeploy; what was done by then is noted at the target, as far as it answers.
    """
    untold = before.untold | plan.touched if is_told else frozenset[str]()
    begun = replace(before.doubting(plan.touched), untold=untold, deploy=uuid.uuid4().hex)
    journal = _Journal(target, begun, target.keep(inventories.encode(begun), held))
    try:
        _carry_out(plan, journal, output, progress)
        ended = journal.reached.retiring(plan.retired)
        return target.keep(inventories.encode(ended), journal.held), ended
    except AnotherDeploy:
        _warn(target, plan, is_told=is_told)
        raise
    except BaseException:
        _note(journal, plan, is_told=is_told)
        raise


def told(inventory: Inventory, held: Held, target: Target) -> None:
    """Note that what changed was told. Raises TargetFault and AnotherDeploy."""
    target.keep(inventories.encode(replace(inventory, untold=frozenset(), deploy=uuid.uuid4().hex)), held)


def _carry_out(plan: Plan, journal: _Journal, output: Path, progress: Progress) -> None:
    """Remove, put and remove."""
    target = journal.target
    with progress.phase("uploading", len(plan.uploads)) as advance:
        put = {upload.path: upload.put for upload in plan.uploads}

        def is_put(path: str) -> None:
            journal.put[path] = put[path]
            advance(1)

        target.delete(plan.obstacles, journal.gone.add)
        for batch in _batches(plan):
            if len(journal.put) >= _BATCH:
                journal.note()
            target.put(batch, output, is_put)
    with progress.phase("removing", len(plan.deletions)) as advance:

        def is_gone(path: str) -> None:
            journal.gone.add(path)
            advance(1)

        if plan.deletions:
            # What another deploy needs by now must not go.
            journal.note()
            target.delete(plan.deletions, is_gone)


def _batches(plan: Plan) -> Iterator[Sequence[Upload]]:
    for wave in plan.waves:
        for start in range(0, len(wave), _BATCH):
            yield wave[start : start + _BATCH]


def _note(journal: _Journal, plan: Plan, *, is_told: bool) -> None:
    """Say at the target what was done before it failed. If it does not answer, all that was begun is put anew."""
    # What failed first is what is told.
    with suppress(TargetFault, AnotherDeploy, Damaged):
        try:
            journal.note()
        except AnotherDeploy:
            _warn(journal.target, plan, is_told=is_told)


def _warn(target: Target, plan: Plan, *, is_told: bool) -> None:
    """Tell the inventory of another deploy that what this one did may lie over what that one put."""
    for _ in range(_TRIES):
        held, theirs = known(target)
        untold = theirs.untold | plan.touched if is_told else theirs.untold
        doubting = replace(theirs.doubting(plan.touched), untold=untold, deploy=uuid.uuid4().hex)
        with suppress(AnotherDeploy):
            target.keep(inventories.encode(doubting), held)
            return
