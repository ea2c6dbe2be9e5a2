"""The one place that knows every part: builds the service from settings, and closes what it opened."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Lock

import structlog

from service.adapters.act_lines import act_lines
from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder, meaning_folder, rules_folder
from service.adapters.documents.reader import FileReader
from service.adapters.edition_files import EditionFiles
from service.adapters.guard_files import sentence_guard
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.import_rules import load_edition_words, load_furniture
from service.adapters.language_detector import LanguageDetector
from service.adapters.memory import HashEmbedder
from service.adapters.onnx_meaning import OnnxMeaningEncoder
from service.adapters.prompt_files import PromptFiles, load_audiences, load_needs
from service.adapters.prompt_templates import load_template
from service.adapters.qdrant_store import EMBEDDED_LIMIT
from service.adapters.reply_files import ReplyFiles
from service.adapters.resource_files import FileResourceBook
from service.adapters.rewriting_files import load_rewriting, rewriting_folder
from service.adapters.sentence_embedder import SentenceEmbedder
from service.adapters.vector_cache import Progress, VectorCache
from service.composing.courtesy import Courtesies
from service.composing.extractive import ExtractiveComposer, ReplyTexts
from service.composing.help_lines import HelpLines
from service.composing.help_reply import HelpComposer
from service.composing.reflection import Reflector
from service.composing.retelling import Frames, Retelling
from service.composing.vocabulary import vocabulary
from service.domain.corpus import Corpus, Passage
from service.domain.errors import ConfigurationError, NotReadyError
from service.generating.prompt import COACH_VARIABLES, CoachPrompt, Template
from service.guarding.guard import Guard, Phrase
from service.importing.engine import ImportEngine
from service.importing.furniture import Furniture
from service.importing.screen import Screen
from service.language.matching import Language
from service.ports import Embedder, PassageStore, Writer
from service.retrieval.acts import Acts
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
    "meaning.brief_offset",
    "meaning.ordinary",
    "meaning.stretch_offset",
    "meaning.sure",
    "scope.threshold",
)
"""Calibrated thresholds that `build` can move."""


@dataclass(slots=True)
class Alarm:
    """Counts failures of the classifier by error class, and says so in the log: every one needs a person's eyes."""

    counts: dict[str, int] = field(default_factory=dict)
    listeners: list[Callable[[str], None]] = field(default_factory=list)

    def __call__(self, error: str) -> None:
        """Count one."""
        self.counts[error] = self.counts.get(error, 0) + 1
        for listener in self.listeners:
            listener(error)
        structlog.get_logger("mend").critical("classifier failed", error=error, count=self.counts[error])


class Index:
    """Gets the passage store and the ranker ready: vectors from the cache or the encoder, then into both."""

    def __init__(  # noqa: PLR0913  parts, by name
        self,
        passages: tuple[Passage, ...],
        *,
        embedder: Embedder,
        store: PassageStore,
        cache: VectorCache,
        ranker: Ranker,
        version: str,
        acts: Acts | None = None,
    ) -> None:
        self._passages, self._embedder, self._store, self._cache = passages, embedder, store, cache
        self._ranker, self._version, self._acts = ranker, version, acts or Acts(())
        self._texts = [*(passage.text for passage in passages), *(line.text for line in self._acts.lines)]
        self._lock = Lock()
        self._done = Event()
        self.failure: str | None = None

    @property
    def ready(self) -> bool:
        """Whether questions can be answered."""
        return self._done.is_set()

    @property
    def fresh(self) -> bool:
        """Whether the vectors of every passage of this corpus, by this encoder, are on disk already."""
        return self._cache.has(self._texts, self._embedder.name, self._version)

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return len(self._passages)

    def prepare(self, progress: Progress | None = None) -> None:
        """Embed what is missing, fill the store, let the ranker learn and load the encoder; twice does nothing more.

        Raises:
            DataError: the encoder's weights are missing or wrong.
            StoreUnavailableError: the store does not answer.
        """
        with self._lock:
            if self._done.is_set():
                return
            known = self._cache.vectors(self._texts, self._embedder, version=self._version, progress=progress)
            vectors, lines = known[: self.size], known[self.size :]
            self._store.fill(self._passages, vectors, version=f"{self._version}-{self._embedder.name}")
            self._ranker.learn(self._passages, vectors)
            self._acts.learn(lines, self._passages, vectors)
            self._embedder.embed(["ready"])
            self._done.set()

    def need(self) -> None:
        """Refuse work that needs the index before it is there.

        Raises:
            NotReadyError: it still loads, or could not be loaded.
        """
        if not self._done.is_set():
            raise NotReadyError(self.failure or "the encoder and the index are still loading; try again in some seconds")


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
        self.detector.load()
        if self.generation is not None:
            self.generation.guard.load()
        self.index.prepare(progress)

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
    engine = RuleEngine(load_rulebook(rules, language))
    alarm = Alarm()
    meaning = meaning or meaning_readers()
    classifier = SafeClassifier(Classifier(engine, meaning_tier(language, meaning, moved["meaning"])), alarm)

    corpus_folder = settings.corpus_dir or data_folder("corpus")
    corpus = load_corpus(corpus_folder)
    resources = FileResourceBook(corpus_folder / "resources")
    audiences = load_audiences(corpus_folder / "resources" / "audiences.yaml", language)
    lines = HelpLines(resources, load_needs(corpus_folder / "resources" / "needs.yaml"), today or _today)

    stack = ExitStack()
    embedder = embedder or _embedder(settings)
    if store is None:
        store = _store(settings)
        stack.callback(store.close)
    ranker, cache = Ranker(corpus.sections, scope_model(moved["scope"]), corpus.related), VectorCache(settings.cache_dir)
    prompts_folder = settings.prompts_dir or data_folder("prompts")
    prompts, replies = PromptFiles(prompts_folder, language), ReplyFiles(prompts_folder, language)
    texts, courtesies, conversation, act_texts = prompts.coaching(), prompts.courtesies(), replies.conversation(), replies.acts()
    acts = Acts(act_lines(act_texts, courtesies, conversation.follow_ups), [OUTSIDE + topic for topic in act_texts.aside])
    index = Index(passages_of(corpus), embedder=embedder, store=store, cache=cache, ranker=ranker, version=corpus.version, acts=acts)
    retriever = Retriever(embedder, store, ranker, index.need)

    guard = Guard(
        corpus.sections,
        corpus.claims,
        [Phrase(r.id, r.pattern, r.reason, r.applies_to) for r in prompts.never_say()],
        resources.never_use,
    )
    detector = LanguageDetector()
    frames = Frames(conversation.about_you, conversation.about_them)
    reflector = Reflector(texts, language, Retelling(language, frames, vocabulary(corpus, texts)))
    coach = Coach(
        classifier=classifier,
        retriever=retriever,
        composer=ExtractiveComposer(ReplyTexts(texts, conversation, replies.direct()), reflector, language, corpus),
        help=HelpComposer(prompts.help(), language, prompts.local_help()),
        lines=lines,
        audiences=audiences,
        courtesies=Courtesies(courtesies, language),
        acts=acts,
        language=detector,
        guard=guard,
        corpus=corpus,
        texts=texts,
        exhausted=conversation.exhausted,
    )
    writer = writer or language_model(settings)
    prompt = CoachPrompt(load_template(prompts_folder, "coach", COACH_VARIABLES))
    generation = Generation(writer, prompt, sentence_guard(prompts, corpus, embedder, detector.foreign)) if writer is not None else None
    return Services(
        settings=settings,
        corpus=corpus,
        classifier=classifier,
        engine=engine,
        meaning=meaning,
        retriever=retriever,
        index=index,
        coach=coach,
        wordings=Wordings(classifier, _rewriter(rules, language), coach.help, lines, audiences, detector, texts.notice),
        lines=lines,
        resources=resources,
        guard=guard,
        detector=detector,
        alarm=alarm,
        generation=generation,
        wording_prompt=load_template(prompts_folder, "wording", WORDING_VARIABLES),
        _stack=stack,
    )


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
    return Rewriter(load_rewriting(rewriting_folder(), rules / "spelling.yaml"), language, HanoverGrammar())


def _embedder(settings: Settings) -> Embedder:
    if settings.embedder == "words":
        return HashEmbedder()
    return SentenceEmbedder(threads=settings.encoder_threads)


def _store(settings: Settings) -> PassageStore:
    from service.adapters.qdrant_store import QdrantStore

    key = settings.qdrant_api_key.get_secret_value() if settings.qdrant_api_key else None
    return QdrantStore(str(settings.qdrant_url) if settings.qdrant_url else None, api_key=key)


def language_model(settings: Settings) -> Writer | None:
    """The language model that settings name; None is the default."""
    if settings.llm_base_url is None or settings.llm_model is None:
        return None
    from service.adapters.gate import Breaker, Gate
    from service.adapters.openai_writer import Limits, OpenAIWriter

    return OpenAIWriter(
        base_url=str(settings.llm_base_url),
        model=settings.llm_model,
        api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else None,
        gate=Gate(places=settings.llm_parallel, queue=settings.llm_queue, breaker=Breaker()),
        limits=Limits(connect=settings.llm_connect_timeout, silence=settings.llm_silence_timeout, total=settings.llm_timeout),
    )


def _today() -> date:
    return datetime.now(UTC).date()
