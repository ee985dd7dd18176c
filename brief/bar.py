"""Progress as a person at a terminal sees it: one line on what is being done, which goes when all is done."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress as Lines
from rich.progress import ProgressColumn, Task, TaskID, TextColumn
from rich.progress_bar import ProgressBar
from rich.table import Column
from rich.text import Text

from brief.progress import Clock, PageCost

# Seconds: what takes no longer is over before anybody has read of it.
_PATIENCE = 1.0
_BETWEEN = 0.1


class Bar:
    """A watcher that shows the outermost phase under way. `close` takes it away.

    It draws when it is told something, and has no thread of its own, since processes are forked while it is shown.
    """

    def __init__(self, console: Console, clock: Clock) -> None:
        self._lines = Lines(
            TextColumn("{task.description}", table_column=Column(no_wrap=True)),
            _Share(),
            _Figures(Column(no_wrap=True)),
            console=console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            get_time=clock,
        )
        self._clock = clock
        self._due = clock() + _PATIENCE
        self._is_shown = False
        self._seen: set[str] = set()
        self._depth = 0
        self._phase = ""
        self._total: int | None = None
        self._done = 0
        self._task: TaskID | None = None

    def begin(self, phase: str, total: int | None) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        self._phase, self._total, self._done = phase, total, 0
        if self._is_shown and phase not in self._seen:
            # It may take long before it is heard of again; what comes in many small pieces has been seen.
            self._due = self._clock()
        self._seen.add(phase)
        self._draw()

    def advance(self, count: int) -> None:
        if self._depth == 1:
            self._done += count
            self._draw()

    def end(self) -> None:
        self._depth -= 1
        if self._depth == 0 and self._task is not None:
            self._lines.remove_task(self._task)
            self._task = None

    def page(self, cost: PageCost) -> None:
        """Pages are seen as the items of their phase."""

    def close(self) -> None:
        if self._is_shown:
            self._lines.stop()

    def _draw(self) -> None:
        now = self._clock()
        if now < self._due:
            return
        self._due = now + _BETWEEN
        if not self._is_shown:
            self._is_shown = True
            self._lines.start()
        if self._task is None:
            self._task = self._lines.add_task(self._phase.capitalize(), total=self._total, completed=self._done)
        else:
            self._lines.update(self._task, completed=self._done, refresh=True)


@contextmanager
def shown(console: Console, clock: Clock) -> Iterator[Bar]:
    """A bar for as long as the block lasts, however it ends."""
    bar = Bar(console, clock)
    try:
        yield bar
    finally:
        bar.close()


class _Share(ProgressColumn):
    """How much of the phase is done, where it is known how much there is."""

    def render(self, task: Task) -> ProgressBar | Text:
        return ProgressBar(task.total, task.completed, width=24) if task.total else Text()


class _Figures(ProgressColumn):
    """How many items are done, of how many, how many a second, and the time left."""

    def render(self, task: Task) -> Text:
        done = f"{task.completed:,.0f}"
        said = [f"{done} of {task.total:,.0f}" if task.total else done] if task.total or task.completed else []
        if task.speed:
            said.append(f"{task.speed:,.0f}/s")
        if task.total and task.time_remaining is not None:
            minutes, seconds = divmod(round(task.time_remaining), 60)
            said.append(f"{minutes}:{seconds:02} left")
        return Text(" · ".join(said))
