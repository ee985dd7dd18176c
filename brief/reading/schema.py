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
    id: SourceId = Field(description="What the text calls it, as in `[@id]`; unique in the briefing.")
    outlet: Text = Field(description="Who published it: the name of a file in content/outlets/, without .md.")
    title: Text = Field(description="The title that the document itself has.")
    url: Url | None = Field(default=None, description="Where it can be read.")
    where: Text | None = Field(default=None, description="Where it is kept, for a document that has no address.")
    published: Uncertain | None = Field(
        default=None,
        description="When it was published, as far as that is known (EDTF): `2022-03-10`, `2022-03`, `2022~`.",
    )
    accessed: Day | None = Field(default=None, description="The day on which you read it.")
    archived: Url | None = Field(
        default=None, description="The address of a kept copy, for the day when the document is gone."
    )
    lang: Language | None = Field(default=None, description="Its language, as in `ru` or `pt-BR` (BCP 47).")
    author: Authors = Field(default=(), description="Who wrote it, or a list of several.")
    rating: Rating | None = Field(
        default=None,
        description="How far it can be relied on (Admiralty code): source A to F, then what it says 1 to 6.",
    )
    quote: Text | None = Field(default=None, description="The very words that the briefing relies on.")

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if self.url is None and self.where is None:
            hint = 'Give `url`, or `where: "..."` for a document that has no address.'
            raise fault(Code.MISSING_KEY, f"The source `{self.id}` does not say where it can be found.", hint)
        return self


class CorrectionForm(Form):
    date: Day = Field(description="The day of the correction.")
    note: Text = Field(description="What was wrong, and what the text says now.")


class EventForm(Form):
    date: Uncertain = Field(description="When it happened, as far as that is known (EDTF).")
    text: Text = Field(description="What happened, in a sentence.")


class WithdrawalForm(Form):
    date: Day = Field(description="The day on which the briefing was withdrawn.")
    reason: Text = Field(description="Why, in words for readers.")


class BriefingForm(Form):
    """Front matter of a briefing. What only publication needs may be absent here: see `incomplete`."""

    title: Text = Field(description="What the briefing is called, on its page and in lists.")
    date: Day = Field(description="The day on which the archive publishes it; before that day no build shows it.")
    updated: Day | None = Field(default=None, description="The day of its last change that readers should know of.")
    summary: Text = Field("", description="One or two sentences for lists, feeds and search.")
    tags: Annotated[tuple[Text, ...], AfterValidator(_few)] = Field(
        default=(), description="What it is about: names of files in content/tags/, without .md."
    )
    lang: Language | None = Field(default=None, description="Its language, where that is not the site's own (BCP 47).")
    status: Literal["draft", "published", "withdrawn"] = Field(
        default="published",
        description="Whether readers see it: a `draft` is not published, one that is `withdrawn` says why.",
    )
    withdrawn: WithdrawalForm | None = Field(
        default=None, description="When and why the briefing was withdrawn; it needs `status: withdrawn`."
    )
    as_of: Day | None = Field(
        default=None, description="The day whose state of affairs it describes, where that is not `date`."
    )
    supersedes: tuple[Text, ...] = Field(
        default=(), description="The slugs of briefings that this one takes the place of."
    )
    slug: Slug | None = Field(
        default=None, description="The last part of its address, where that is not the name of its file."
    )
    aliases: tuple[Address, ...] = Field(
        default=(), description="Other addresses of the site that lead here, such as `/old/address/`."
    )
    translation_of: Text | None = Field(
        default=None, description="The slug of the briefing that this is a translation of."
    )
    sources: tuple[SourceForm, ...] = Field(default=(), description="The documents that it rests on.")
    unsourced: Text | None = Field(default=None, description="Why there is no source, where there is none.")
    corrections: tuple[CorrectionForm, ...] = Field(
        default=(), description="What was put right since it was published, the first first."
    )
    events: tuple[EventForm, ...] = Field(default=(), description="What happened and when, for the timelines.")
    mentions: bool = Field(default=True, description="Whether names of tags in the text become links.")
    history: bool = Field(default=True, description="Whether readers see what has been changed, where git knows it.")

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
    title: Text = Field(description="What the subject is called, on its page and where briefings show it.")
    names: Names = Field(default_factory=dict, description="What it is called in other languages: `ru: Интерпол`.")
    aliases: Aliases = Field(
        default_factory=dict,
        description="Other names by language, and inflected forms of them, which link to it where texts mention them.",
    )
    kind: Literal["organisation", "person", "act", "theme", "place", "event"] | None = Field(
        default=None, description="What kind of thing it is."
    )
    wikidata: Wikidata | None = Field(default=None, description="Its number in Wikidata, such as `Q8475`.")
    broader: tuple[Text, ...] = Field(default=(), description="The ids of wider subjects that this is a part of.")
    former_ids: tuple[Slug, ...] = Field(default=(), description="Ids that it had before, whose addresses lead here.")
    former_addresses: tuple[Address, ...] = Field(
        default=(), description="Other addresses of the site that lead here, such as `/old/address/`."
    )
    mentions: bool = Field(default=True, description="Whether its names become links where texts mention them.")


class OutletForm(Form):
    title: Text = Field(description="What the outlet is called.")
    names: Names = Field(default_factory=dict, description="What it is called in other languages: `ru: ТАСС`.")
    aliases: Aliases = Field(
        default_factory=dict, description="Other names by language, by which `[Source: name]` finds it."
    )
    kind: Literal["news-agency", "newspaper", "broadcaster", "official", "organisation", "other"] | None = Field(
        default=None, description="What kind of publisher it is."
    )
    url: Url | None = Field(default=None, description="Its own site.")
    lang: Language | None = Field(default=None, description="The language in which it publishes (BCP 47).")
    country: Text | None = Field(default=None, description="The country that it is in, in words or as a code.")
    wikidata: Wikidata | None = Field(default=None, description="Its number in Wikidata, such as `Q223799`.")


class PageForm(Form):
    title: Text = Field(description="What the page is called.")
    summary: Text = Field("", description="One or two sentences for lists and search.")
    lang: Language | None = Field(default=None, description="Its language, where that is not the site's own (BCP 47).")
    slug: Slug | None = Field(
        default=None, description="The last part of its address, where that is not the name of its file."
    )
    order: int | None = Field(
        default=None, description="Its place among the pages beside it; those without a number come last."
    )
    aliases: tuple[Address, ...] = Field(
        default=(), description="Other addresses of the site that lead here, such as `/old/address/`."
    )
    translation_of: Text | None = Field(default=None, description="The slug of the page that this is a translation of.")
    mentions: bool = Field(default=True, description="Whether names of tags in the text become links.")


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
