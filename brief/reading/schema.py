"""The front matter of each kind of file, as pydantic models."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from brief.diagnostics import Code, Diagnostic, error, warning
from brief.model import Correction, Event, Marks, Source, Sources, Status, Withdrawal
from brief.validation.fields import (
    Address,
    Aliases,
    Authors,
    Day,
    Language,
    Names,
    Rating,
    Slug,
    SourceId,
    Text,
    Uncertain,
    Url,
    Wikidata,
    fault,
)
from brief.validation.forms import Form

# Each two tags of a briefing are neighbours: of a thousand, half a million would be.
_MOST_TAGS = 100


def _few(tags: tuple[str, ...]) -> tuple[str, ...]:
    if len(tags) > _MOST_TAGS:
        hint = "Keep those that the briefing is about."
        raise fault(Code.BAD_VALUE, f"There are {len(tags)} tags, and {_MOST_TAGS} are the most.", hint)
    return tags


class SourceForm(Form):
    id: SourceId
    outlet: Text
    title: Text
    url: Url | None = None
    where: Text | None = None
    published: Uncertain | None = None
    accessed: Day | None = None
    archived: Url | None = None
    lang: Language | None = None
    author: Authors = ()
    rating: Rating | None = None
    quote: Text | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if self.url is None and self.where is None:
            hint = 'Give `url`, or `where: "..."` for a document that has no address.'
            raise fault(Code.MISSING_KEY, f"The source `{self.id}` does not say where it can be found.", hint)
        return self


class CorrectionForm(Form):
    date: Day
    note: Text


class EventForm(Form):
    date: Uncertain
    text: Text


class WithdrawalForm(Form):
    date: Day
    reason: Text


class BriefingForm(Form):
    """Front matter of a briefing. What only publication needs may be absent here: see `incomplete`."""

    title: Text
    date: Day
    updated: Day | None = None
    summary: Text = ""
    tags: Annotated[tuple[Text, ...], AfterValidator(_few)] = ()
    lang: Language | None = None
    status: Literal["draft", "published", "withdrawn"] = "published"
    withdrawn: WithdrawalForm | None = None
    as_of: Day | None = None
    supersedes: tuple[Text, ...] = ()
    slug: Slug | None = None
    aliases: tuple[Address, ...] = ()
    translation_of: Text | None = None
    sources: tuple[SourceForm, ...] = ()
    unsourced: Text | None = None
    corrections: tuple[CorrectionForm, ...] = ()
    events: tuple[EventForm, ...] = ()
    mentions: bool = True
    history: bool = True

    def values(self) -> dict[str, Any]:
        """The fields as `Briefing` takes them; slug and language are the caller's to settle."""
        fields = {**vars(self)}
        del fields["slug"], fields["lang"]
        return fields | {
            "status": Status(self.status),
            "sources": Sources.of(Source(**vars(source)) for source in self.sources),
            "corrections": tuple(Correction(**vars(correction)) for correction in self.corrections),
            "events": tuple(Event(**vars(event)) for event in self.events),
            "withdrawn": Withdrawal(**vars(self.withdrawn)) if self.withdrawn else None,
        }


class TagForm(Form):
    title: Text
    names: Names = Field(default_factory=dict)
    aliases: Aliases = Field(default_factory=dict)
    kind: Literal["organisation", "person", "act", "theme", "place", "event"] | None = None
    wikidata: Wikidata | None = None
    broader: tuple[Text, ...] = ()
    former_ids: tuple[Slug, ...] = ()
    mentions: bool = True


class OutletForm(Form):
    title: Text
    names: Names = Field(default_factory=dict)
    aliases: Aliases = Field(default_factory=dict)
    kind: Literal["news-agency", "newspaper", "broadcaster", "official", "organisation", "other"] | None = None
    url: Url | None = None
    lang: Language | None = None
    country: Text | None = None
    wikidata: Wikidata | None = None


class PageForm(Form):
    title: Text
    summary: Text = ""
    lang: Language | None = None
    slug: Slug | None = None
    order: int | None = None
    aliases: tuple[Address, ...] = ()
    translation_of: Text | None = None
    mentions: bool = True


def incomplete(form: BriefingForm, data: Mapping[str, Any], marks: Marks) -> list[Diagnostic]:
    """What a briefing lacks for publication: errors, or warnings while it is a draft.

    `data` is the front matter as written: what stands there and is wrong is not missing.
    """
    found: list[tuple[str, str, str]] = []
    if not form.summary and not data.get("summary"):
        found.append(("summary", "There is no `summary`.", "Say in one or two sentences what the briefing says."))
    if not form.tags and not data.get("tags"):
        found.append(("tags", "There are no `tags`.", "Name at least one subject: `tags: [interpol]`."))
    if not (form.sources or form.unsourced or data.get("sources") or data.get("unsourced")):
        hint = 'List at least one under `sources:`, or say why there is none: `unsourced: "..."`.'
        found.append(("sources", "There are no `sources`.", hint))
    if form.status == "withdrawn" and not form.withdrawn and not data.get("withdrawn"):
        hint = 'Say when and why: `withdrawn: {date: 2026-11-24, reason: "..."}`.'
        found.append(("status", "A withdrawn briefing needs `withdrawn`.", hint))
    report, code = (warning, Code.INCOMPLETE_DRAFT) if form.status == "draft" else (error, Code.MISSING_KEY)
    return [report(code, marks.of(key), message, hint) for key, message, hint in found]


def conflicts(form: BriefingForm, marks: Marks) -> list[Diagnostic]:
    """Keys that contradict each other."""
    found: list[Diagnostic] = []
    if form.sources and form.unsourced:
        hint = "Remove one of the two."
        message = "`unsourced` says that there is no source, and `sources` lists some."
        found.append(error(Code.CONFLICTING_KEYS, marks.of("unsourced"), message, hint))
    if form.withdrawn and form.status != "withdrawn":
        hint = "Set `status: withdrawn`, or remove `withdrawn`."
        found.append(
            error(Code.CONFLICTING_KEYS, marks.of("withdrawn"), "The briefing is withdrawn and published.", hint)
        )
    if form.updated and form.updated < form.date:
        message = f"`updated` ({form.updated}) is before `date` ({form.date})."
        found.append(error(Code.CONFLICTING_KEYS, marks.of("updated"), message, "Check the two dates."))
    seen: dict[str, int] = {}
    for index, source in enumerate(form.sources):
        if source.id in seen:
            message = f"Two sources have the id `{source.id}`."
            hint = f"The other is number {seen[source.id] + 1} of the list; give this one an id of its own."
            found.append(error(Code.DUPLICATE_ID, marks.of("sources", index, "id"), message, hint))
        seen.setdefault(source.id, index)
    return found
