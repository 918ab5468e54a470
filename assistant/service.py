"""The HTTP API: the assistant under /api, as JSON and as server-sent events. The page that explains it is /api/docs.

Questions are answered one at a time (there is one model), reports taken in one upload at a time; neither blocks the rest.
Every error is {"error": one line} with 422 for bad input, 404, 409 for busy, 503 for a part that cannot be reached.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from assistant import api_page, asked, uploads, wire
from assistant.answer import Answer, Event
from assistant.sitrep import InProcess
from assistant.turns import Turn, Turns
from ingest.errors import BusyError, SitrepError
from ingest.report import Figure, Report

HEARTBEAT = 10.0  # seconds of silence after which a stream says that it lives; clients give up after 60
GONE_CHECK = 0.5  # seconds between looks at whether whoever asked is still there
WAITING_QUESTIONS = 32
WAITING_UPLOADS = 4


class Question(asked.Asked):
    """A question over HTTP; a misspelt field is an error."""

    model_config = ConfigDict(extra="forbid")


class Fault(BaseModel):
    """What an error looks like."""

    error: str


class JSON(JSONResponse):
    """JSON as every way out of sitrep writes it."""

    def render(self, content: Any) -> bytes:
        """The body."""
        return wire.dumps(content).encode()


class Stream(StreamingResponse):
    """Server-sent events of one turn. When whoever listens goes away, the turn is cancelled."""

    def __init__(self, turn: Turn, encode: Callable[[Any], str]) -> None:
        super().__init__(_server_sent(turn, encode), media_type="text/event-stream", headers=_UNBUFFERED)
        self._turn = turn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send, and let go of the turn whatever happens."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._turn.drop()


_UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_PLAINER = {
    "Not Found": "there is nothing here; /api/docs shows what there is",
    "Method Not Allowed": "this address takes another method; see /api/docs",
    "There was an error parsing the body": "what was sent: it is not JSON in UTF-8",
}
_STREAMED: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}
_FAULTS: dict[int | str, dict[str, Any]] = {code: {"model": Fault} for code in (404, 409, 422, 503)}


def app(assistant: InProcess) -> FastAPI:
    """The API over `assistant`, which stays the caller's to close."""
    questions, uploaded = Turns("question", WAITING_QUESTIONS), Turns("upload", WAITING_UPLOADS)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        questions.close()
        uploaded.close()

    api = FastAPI(
        title="sitrep", version=version("sitrep"), summary="Ask conflict reports; every claim shows the exact words behind it.",
        openapi_url="/api/openapi.json", docs_url=None, redoc_url=None, lifespan=lifespan, default_response_class=JSON,
    )  # fmt: skip
    api.add_exception_handler(SitrepError, _fault)
    api.add_exception_handler(RequestValidationError, _fault)
    api.add_exception_handler(StarletteHTTPException, _fault)
    api.add_exception_handler(Exception, _fault)
    routes = APIRouter(prefix="/api", responses=_FAULTS, dependencies=[Depends(_same_site)])
    _ask_routes(routes, assistant, questions)
    _read_routes(routes, assistant)
    _ingest_routes(routes, assistant, uploaded)
    _nothing_else(routes)

    @api.get("/api/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        return HTMLResponse(api_page.html(api.openapi(), at=str(request.base_url).rstrip("/")))

    api.include_router(routes)
    return api


def _ask_routes(routes: APIRouter, assistant: InProcess, questions: Turns) -> None:
    def take(question: Question) -> Turn:
        def work(emit: Callable[[Event], None], cancel: threading.Event) -> None:
            for event in assistant.stream(question.question, history=question.turns(), scope=question.narrowed(), cancel=cancel):
                emit(event)
                if cancel.is_set():
                    break

        return questions.take(work)

    @routes.post("/ask", response_model=Answer, summary="Ask, and wait for the whole answer")
    async def ask(question: Question, request: Request) -> Response:
        """A refusal is an answer too (status "refused"), also when the model cannot be reached. Going away cancels the question."""
        turn = take(question)
        async for event in turn.items(GONE_CHECK):
            if event is not None and event.answer is not None:
                return JSON(event.answer.to_dict())
            if event is None and await request.is_disconnected():
                turn.drop()
        raise HTTPException(503, "the question was cancelled before it was answered; ask again")

    @routes.post("/stream", response_class=StreamingResponse, responses=_STREAMED, summary="Ask, and get the answer as it comes")
    async def stream(question: Question) -> Stream:
        """Server-sent events, each with JSON: `hits` {"hits"} at once, `text` {"text"} for each verified claim, `answer` (an Answer).

        `waiting` {"ahead"} every ten seconds of silence; `error` {"error", "status"} ends it early. Going away cancels the question.
        """
        return Stream(take(question), _question_event)


def _read_routes(routes: APIRouter, assistant: InProcess) -> None:
    @routes.get("/reports", response_model=list[Report], summary="The reports in the archive")
    def reports(texts: Annotated[bool, Query(description="with their texts (large)")] = False) -> JSON:
        """Without `texts` each report's `text` is empty."""
        return JSON([wire.report_data(report, text=texts) for report in assistant.reports()])

    @routes.get("/reports/{report_id:path}", response_model=Report, summary="One report, with its text")
    def report(report_id: str) -> JSON:
        """Offsets of citations count characters (Unicode code points) of `text`."""
        return JSON(wire.report_data(assistant.report(report_id)))

    @routes.get("/figures", response_model=list[Figure], summary="The counts that reports state")
    def figures(query: Annotated[str, Query(min_length=1, max_length=asked.MAX_QUESTION)]) -> JSON:
        """Each with its source, date, and the words that state it."""
        return JSON([dataclasses.asdict(figure) for figure in assistant.figures(query)])

    @routes.get("/health", response_model=dict[str, Any], summary="What is reachable")
    def health() -> JSON:
        """Answers also while questions are answered or reports taken in."""
        return JSON(assistant.health())


def _ingest_routes(routes: APIRouter, assistant: InProcess, uploaded: Turns) -> None:
    @routes.post("/ingest", response_model=uploads.Summary, summary="Add reports", openapi_extra=uploads.BODY)
    async def ingest(request: Request) -> Response:
        """Multipart `files` (what `sitrep ingest` reads), or JSON {"records": [{"id", "title", "text", ...}], "name"?}.

        Only what is sent is read, never a path or an address of the server's own. With `Accept: text/event-stream` each
        report is told as it is done (`result`), then the `summary`. Going away ends it after the report at hand.
        """
        upload = await uploads.received(request)
        try:
            turn = uploaded.take(lambda emit, cancel: upload.take_in(assistant, emit, cancel))
        except BusyError:
            upload.drop()
            raise
        turn.then(upload.drop)
        if "text/event-stream" in request.headers.get("accept", ""):
            return Stream(turn, lambda item: wire.server_sent(*item))
        async for item in turn.items(HEARTBEAT):
            if item is not None and item[0] == "summary":
                return JSON(item[1])
        raise HTTPException(503, "the upload was cancelled; send it again")


def _nothing_else(routes: APIRouter) -> None:
    """Keep every other address below /api from whatever is mounted at / (the page), whose errors have another form."""
    others = list(routes.routes)

    @routes.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def nothing(request: Request) -> None:
        known = any(route.matches(request.scope)[0] is Match.PARTIAL for route in others)
        raise HTTPException(405, "Method Not Allowed") if known else HTTPException(404, "Not Found")


def _question_event(event: Event) -> str:
    return wire.server_sent(event.kind, wire.event_data(event))


async def _server_sent(turn: Turn, encode: Callable[[Any], str]) -> AsyncIterator[str]:
    """The events of a turn, with a word when it is quiet, and what went wrong as the last one."""
    if turn.ahead:
        yield wire.server_sent("waiting", {"ahead": turn.ahead})
    try:
        async for item in turn.items(HEARTBEAT):
            yield wire.server_sent("waiting", {"ahead": turn.ahead}) if item is None else encode(item)
    except SitrepError as error:
        yield wire.server_sent("error", {"error": str(error), "status": wire.status(error)})
    except Exception as error:
        yield wire.server_sent("error", {"error": _unexpected(error), "status": 500})
        raise


def _fault(_: Request, error: Exception) -> Response:
    """Any error as {"error": one line}."""
    if isinstance(error, SitrepError):
        return JSON({"error": " ".join(str(error).split())}, wire.status(error))
    if isinstance(error, RequestValidationError):
        return JSON({"error": asked.wrong(error.errors()[0])}, 422)
    if isinstance(error, StarletteHTTPException):
        return JSON({"error": _PLAINER.get(str(error.detail), str(error.detail))}, error.status_code)
    return JSON({"error": _unexpected(error)}, 500)


def _unexpected(error: Exception) -> str:
    return f"a defect of the server ({type(error).__name__}); its log has the details"


def _same_site(request: Request) -> None:
    """Refuse what another web site's page sends through a visitor's browser: a server on one's own machine is open to it."""
    origin = request.headers.get("origin", "")
    ours = {request.headers.get("host"), request.headers.get("x-forwarded-host")}
    if origin and (urlsplit(origin).netloc or origin) not in ours:
        raise HTTPException(403, f"requests from pages of {origin[:100]} are not taken; call the API from a program")
