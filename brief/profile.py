"""`--profile`: where the time of a run went, by phase, page and template."""

from dataclasses import dataclass
from operator import attrgetter

from rich.table import Table
from rich.text import Text

from brief.progress import Clock, PageCost

_SLOWEST = 10


@dataclass(slots=True)
class _Tally:
    """How often something was done, and the seconds that it took."""

    count: int = 0
    seconds: float = 0.0


class Stopwatch:
    """A watcher that measures. A phase's time is its own: that of phases within it is theirs.

    Of the pages only the slowest are kept, so that the memory it takes does not grow with the site.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = self._last = clock()
        self._under_way: list[_Tally] = []
        self._phases: dict[str, _Tally] = {}
        self._templates: dict[str, _Tally] = {}
        self._slowest: list[PageCost] = []

    def begin(self, phase: str, total: int | None) -> None:  # noqa: ARG002  # what is expected takes no time
        self._charge()
        self._under_way.append(self._phases.setdefault(phase, _Tally()))

    def advance(self, count: int) -> None:
        self._under_way[-1].count += count

    def end(self) -> None:
        self._charge()
        self._under_way.pop()

    def page(self, cost: PageCost) -> None:
        tally = self._templates.setdefault(cost.template, _Tally())
        tally.count += 1
        tally.seconds += cost.filling
        self._slowest.append(cost)
        self._slowest.sort(key=attrgetter("seconds"), reverse=True)
        del self._slowest[_SLOWEST:]

    def tables(self) -> tuple[Table, ...]:
        """What was measured until now: the phases in the order in which they began first, pages, templates.

        A table that would be empty is left out.
        """
        return tuple(table for table in (self._of_phases(), self._of_pages(), self._of_templates()) if table.row_count)

    def _of_phases(self) -> Table:
        whole = self._clock() - self._began
        rest = whole - sum(tally.seconds for tally in self._phases.values())
        table = _table("Seconds", "Share", "Count", last="Phase")
        for name, tally in (*self._phases.items(), ("the rest", _Tally(0, rest)), ("in all", _Tally(0, whole))):
            share = tally.seconds / whole if whole else 0
            count = f"{tally.count:,}" if tally.count else ""
            table.add_row(f"{tally.seconds:.3f}", f"{share:.1%}", count, name)
        return table

    def _of_pages(self) -> Table:
        table = _table("Milliseconds", "View", "Template", last="Slowest pages")
        for cost in self._slowest:
            # Text, since an address may hold what rich takes for markup.
            table.add_row(_ms(cost.seconds), _ms(cost.view), _ms(cost.filling), Text(cost.address))
        return table

    def _of_templates(self) -> Table:
        table = _table("Milliseconds", "Count", "Mean", last="Slowest templates")
        slowest = sorted(self._templates.items(), key=lambda named: (-named[1].seconds, named[0]))
        for name, tally in slowest[:_SLOWEST]:
            table.add_row(_ms(tally.seconds), f"{tally.count:,}", _ms(tally.seconds / tally.count), Text(name))
        return table

    def _charge(self) -> None:
        """What is under way has taken the time since the last call."""
        now = self._clock()
        if self._under_way:
            self._under_way[-1].seconds += now - self._last
        self._last = now


def _table(*numbers: str, last: str) -> Table:
    """A table without lines: columns of numbers, and what they are of."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(last, overflow="fold")
    return table


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.2f}"
