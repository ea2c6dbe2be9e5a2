"""The one place that knows every part: builds the service from settings, and closes what it opened."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from service.adapters.act_lines import act_lines
from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder, matters_folder, meaning_folder, observations_folder, rewriting_folder, rules_folder
from service.adapters.documents.reader import FileReader
from service.adapters.edition_files import EditionFiles
from service.adapters.guard_files import sentence_guard
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.import_rules import load_edition_words, load_furniture
from service.adapters.language_detector import LanguageDetector
from service.adapters.onnx_matters import OnnxMatterReader
from service.adapters.onnx_meaning import OnnxMeaningEncoder
from service.adapters.onnx_observations import OnnxObservationMarker
from service.adapters.prompt_files import PromptFiles, load_audiences, load_needs
from service.adapters.prompt_templates import load_template
from service.adapters.qdrant_store import EMBEDDED_LIMIT
from service.adapters.reply_files import ReplyFiles
from service.adapters.resource_files import FileResourceBook
from service.adapters.rewriting_files import load_rewriting
from service.adapters.vector_cache import Progress, VectorCache
from service.alarm import Alarm
from service.choices import chosen_embedder, chosen_store, language_model
from service.composing.audiences import Audiences
from service.composing.courtesy import Courtesies
from service.composing.extractive import ExtractiveComposer, ReplyTexts
from service.composing.help_lines import HelpLines
from service.composing.help_reply import HelpComposer
from service.composing.matters import sayings_of
from service.composing.others import Others
from service.composing.reflection import Reflector
from service.composing.retelling import Frames, Retelling
from service.composing.texts import CoachingTexts, ConversationTexts, Courtesy
from service.composing.vocabulary import vocabulary
from service.domain.corpus import Corpus
from service.domain.errors import ConfigurationError
from service.generating.prompt import COACH_VARIABLES, CoachPrompt, Template
from service.guarding.guard import Guard, Phrase
from service.importing.engine import ImportEngine
from service.importing.furniture import Furniture
from service.importing.screen import Screen
from service.index import Index
from service.language.matching import Language
from service.ports import Embedder, PassageStore, Writer
from service.retrieval.acts import Acts
from service.retrieval.matters import Matters
from service.retrieval.passages import OUTSIDE, passages_of
from service.retrieval.ranking import Ranker
from service.retrieval.retriever import Retriever
from service.retrieval.scope import ScopeModel
from service.rewriting.engine import Rewriter
from service.safety.engine import RuleEngine
from service.safety.loader import load_language, load_rulebook
from service.safety.meaning.exemplars import load_exemplars
from service.safety.meaning.plain_form import load_plain_form
from service.safety.meaning.tier import Calibration, MeaningTier, Readers
from service.safety.verdict import Classifier
from service.settings import Settings
from service.usecases.answer import Coach
from service.usecases.bring_guide import GuideImporter
from service.usecases.check import SafeClassifier
from service.usecases.polish import WORDING_VARIABLES, Polish
from service.usecases.rewrite import Wordings
from service.usecases.stream import Generation, StreamingCoach

THRESHOLDS = (
    "meaning.alone",
    "meaning.beside_cue",
    "meaning.behind_offset",
    "meaning.brief_offset",
    "meaning.ordinary",
    "meaning.stretch_offset",
    "meaning.sure",
    "scope.threshold",
)
"""Calibrated thresholds that `build` can move."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything an entry point needs; close it when done."""

    settings: Settings
    corpus: Corpus
    classifier: SafeClassifier
    engine: RuleEngine
    meaning: Readers
    retriever: Retriever
    index: Index
    coach: Coach
    wordings: Wordings
    lines: HelpLines
    resources: FileResourceBook
    guard: Guard
    detector: LanguageDetector
    alarm: Alarm
    generation: Generation | None
    wording_prompt: Template
    _stack: ExitStack

    @property
    def advice(self) -> str | None:
        """What an operator should know of the size of the corpus, if anything."""
        if self.settings.qdrant_url or self.index.size <= EMBEDDED_LIMIT:
            return None
        return (
            f"{self.index.size:,} passages are more than the embedded store is made for ({EMBEDDED_LIMIT:,}): searches get slow and "
            "every process holds a copy; start a Qdrant server and set MEND_QDRANT_URL (see docs/scale.md)"
        )

    @property
    def talk(self) -> StreamingCoach:
        """The coach that answers event by event, worded by a model where one is set."""
        return StreamingCoach(self.coach, self.generation)

    @property
    def polish(self) -> Polish:
        """Wordings, smoothed by a model where one is set."""
        return Polish(self.wordings, self.generation.writer if self.generation else None, self.wording_prompt)

    async def disconnect(self) -> None:
        """Close the connections to the language model that belong to the running event loop."""
        if self.generation is not None:
            await self.generation.writer.close()

    def warm_up(self, progress: Progress | None = None) -> None:
        """Load both encoders and fill the index; takes some seconds, so servers do it beside serving.

        Raises:
            MendError: something that was needed is missing or does not answer.
        """
        self.engine.compile()
        for reader in (self.meaning.posts, self.meaning.brief):
            reader.score(["ready"])  # the first message may be the one that needs it
        self.wordings.rewriter.warm_up()
        self.coach.matters.load()
        self.detector.load()
        if self.generation is not None:
            self.generation.guard.load()
        self.index.prepare(progress)

    def write_index(self, progress: Progress | None = None) -> None:
        """Bring what outlives this process up to date: the vectors on disk, and a Qdrant server where one is named.

        Raises:
            DataError: the encoder's weights are missing or wrong.
            StoreUnavailableError: the server does not answer.
        """
        if self.settings.qdrant_url:
            self.index.prepare(progress)
        else:
            self.index.embed(progress)

    def close(self) -> None:
        """Close what was opened, last first."""
        self._stack.close()


def build(  # noqa: PLR0913  parts that a caller may replace, by name
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    store: PassageStore | None = None,
    meaning: Readers | None = None,
    writer: Writer | None = None,
    today: Callable[[], date] | None = None,
    thresholds: Mapping[str, float] | None = None,
) -> Services:
    """The whole service for these settings; parts given as arguments replace the ones that settings would choose.

    `thresholds` moves calibrated ones, by name, to see what would change: see `THRESHOLDS`.

    Raises:
        ConfigurationError: a threshold is not known.
        DataError: a shipped or given file is broken.
        StoreUnavailableError: a Qdrant server was named and does not answer.
    """
    moved = _moved(thresholds or {})
    rules = settings.rules_dir or rules_folder()
    language = load_language(rules)
    engine, alarm, meaning = RuleEngine(load_rulebook(rules, language)), Alarm(), meaning or meaning_readers()
    classifier = SafeClassifier(Classifier(engine, meaning_tier(language, meaning, moved["meaning"])), alarm)
    shipped = _texts(settings, language, today or _today)

    stack = ExitStack()
    embedder = embedder or chosen_embedder(settings)
    if store is None:
        store = chosen_store(settings)
        stack.callback(store.close)
    acts, index, retriever = _search(shipped, embedder, store, VectorCache(settings.cache_dir), scope_model(moved["scope"]))

    coach = _coach(shipped, language, classifier, retriever, acts)
    return Services(
        settings=settings,
        corpus=shipped.corpus,
        classifier=classifier,
        engine=engine,
        meaning=meaning,
        retriever=retriever,
        index=index,
        coach=coach,
        wordings=_wordings(shipped, classifier, _rewriter(rules, language), coach.help),
        lines=shipped.lines,
        resources=shipped.resources,
        guard=coach.guard,
        detector=shipped.detector,
        alarm=alarm,
        generation=_generation(shipped, writer or language_model(settings), embedder),
        wording_prompt=load_template(shipped.prompts_folder, "wording", WORDING_VARIABLES),
        _stack=stack,
    )


@dataclass(frozen=True, slots=True)
class _Texts:
    """What is read from the folders of the guides and the prompts, and the detector of what is not English."""

    corpus: Corpus
    resources: FileResourceBook
    lines: HelpLines
    audiences: Audiences
    prompts_folder: Path
    prompts: PromptFiles
    replies: ReplyFiles
    coaching: CoachingTexts
    courtesies: tuple[Courtesy, ...]
    conversation: ConversationTexts
    detector: LanguageDetector


def _texts(settings: Settings, language: Language, today: Callable[[], date]) -> _Texts:
    folder = settings.corpus_dir or data_folder("corpus")
    prompts_folder = settings.prompts_dir or data_folder("prompts")
    prompts, replies = PromptFiles(prompts_folder, language), ReplyFiles(prompts_folder, language)
    resources = FileResourceBook(folder / "resources")
    return _Texts(
        corpus=load_corpus(folder),
        resources=resources,
        lines=HelpLines(resources, load_needs(folder / "resources" / "needs.yaml"), today),
        audiences=load_audiences(folder / "resources" / "audiences.yaml", language),
        prompts_folder=prompts_folder,
        prompts=prompts,
        replies=replies,
        coaching=prompts.coaching(),
        courtesies=prompts.courtesies(),
        conversation=replies.conversation(),
        detector=LanguageDetector(),
    )


def _search(
    shipped: _Texts, embedder: Embedder, store: PassageStore, cache: VectorCache, scope: ScopeModel
) -> tuple[Acts, Index, Retriever]:
    """What searches the guides, and what knows a message by the lines that it resembles."""
    corpus, texts = shipped.corpus, shipped.replies.acts()
    ranker = Ranker(corpus.sections, scope, corpus.related)
    acts = Acts(act_lines(texts, shipped.courtesies, shipped.conversation.follow_ups), [OUTSIDE + topic for topic in texts.aside])
    index = Index(passages_of(corpus), embedder=embedder, store=store, cache=cache, ranker=ranker, version=corpus.version, acts=acts)
    return acts, index, Retriever(embedder, store, ranker, index.need)


def _coach(shipped: _Texts, language: Language, classifier: SafeClassifier, retriever: Retriever, acts: Acts) -> Coach:
    corpus, prompts, texts, conversation = shipped.corpus, shipped.prompts, shipped.coaching, shipped.conversation
    frames = Frames(conversation.about_you, conversation.about_them)
    reflector = Reflector(texts, language, Retelling(language, frames, vocabulary(corpus, texts)))
    never_say = [Phrase(r.id, r.pattern, r.reason, r.applies_to) for r in prompts.never_say()]
    return Coach(
        classifier=classifier,
        retriever=retriever,
        composer=ExtractiveComposer(ReplyTexts(texts, conversation, shipped.replies.direct()), reflector, language, corpus),
        help=HelpComposer(prompts.help(), language, prompts.local_help()),
        lines=shipped.lines,
        audiences=shipped.audiences,
        courtesies=Courtesies(shipped.courtesies, language),
        acts=acts,
        others=Others(conversation.others),
        matters=Matters(corpus.matters, OnnxMatterReader(matters_folder())),
        language=shipped.detector,
        guard=Guard(corpus.sections, corpus.claims, never_say, shipped.resources.never_use, sayings_of(corpus.matters)),
        corpus=corpus,
        texts=texts,
        exhausted=conversation.exhausted,
    )


def _generation(shipped: _Texts, writer: Writer | None, embedder: Embedder) -> Generation | None:
    if writer is None:
        return None
    prompt = CoachPrompt(load_template(shipped.prompts_folder, "coach", COACH_VARIABLES))
    return Generation(writer, prompt, sentence_guard(shipped.prompts, shipped.corpus, embedder, shipped.detector.foreign))


def _wordings(shipped: _Texts, classifier: SafeClassifier, rewriter: Rewriter, help_replies: HelpComposer) -> Wordings:
    return Wordings(classifier, rewriter, help_replies, shipped.lines, shipped.audiences, shipped.detector, shipped.coaching.notice)


def build_importer(settings: Settings) -> tuple[GuideImporter, EditionFiles]:
    """What brings guides in, and the shelf that they go to.

    Raises:
        DataError: a shipped or given file is broken.
    """
    shelf = EditionFiles(settings.corpus_dir)
    corpus = shelf.corpus()
    prompts = PromptFiles(settings.prompts_dir or data_folder("prompts"), load_language(settings.rules_dir or rules_folder()))
    words = load_edition_words()
    never_say = [(record.id, record.pattern) for record in prompts.never_say() if "coaching" in record.applies_to]
    engine = ImportEngine(
        Furniture(load_furniture()),
        Screen(corpus.claims, never_say, words.withheld),
        words,
        [topic for section in corpus.sections.values() for topic in section.topics],
    )
    return GuideImporter(FileReader(), engine, shelf), shelf


def meaning_readers(threads: int = 1) -> Readers:
    """The two encoders of the second safety tier, which ship with the code; `threads` for each pass."""
    folder = meaning_folder()
    return Readers(OnnxMeaningEncoder(folder / "weights", threads=threads), OnnxMeaningEncoder(folder / "weights_brief", threads=threads))


def meaning_tier(language: Language, readers: Readers, moved: Mapping[str, float] | None = None) -> MeaningTier:
    """The second safety tier with its lists, exemplars and calibration, which ship with the code; `moved` replaces thresholds.

    Raises:
        RuleError: one of its files is missing or broken.
    """
    folder = meaning_folder()
    calibration = Calibration(**json.loads((folder / "calibration.json").read_text(encoding="utf-8")) | dict(moved or {}))
    return MeaningTier(load_plain_form(folder, language), readers, load_exemplars(folder / "exemplars"), calibration)


def scope_model(moved: Mapping[str, float] | None = None) -> ScopeModel:
    """The calibrated scope model that ships with the code; `moved` replaces thresholds."""
    file = Path(__file__).parent / "retrieval" / "scope.json"
    return ScopeModel(**json.loads(file.read_text(encoding="utf-8")) | dict(moved or {}))


def _moved(thresholds: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """The thresholds by the part that they belong to."""
    found: dict[str, dict[str, float]] = {"meaning": {}, "scope": {}}
    for name, value in thresholds.items():
        if name not in THRESHOLDS:
            raise ConfigurationError(f"{name!r} is no threshold; there are: {', '.join(THRESHOLDS)}")
        part, _, field_name = name.partition(".")
        found[part][field_name] = value
    return found


def _rewriter(rules: Path, language: Language) -> Rewriter:
    marker = OnnxObservationMarker(observations_folder())
    return Rewriter(load_rewriting(rewriting_folder(), rules / "spelling.yaml"), language, HanoverGrammar(), marker)


def _today() -> date:
    return datetime.now(UTC).date()
