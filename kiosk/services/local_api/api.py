"""The operations of the local API and their OpenAPI description; who may ask them is the guard's business."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException

from kiosk.domain.desks.local_desk import Declined, LocalDesk, ToldVerdict
from kiosk.services.local_api.page import page
from kiosk.services.local_api.shapes import CanIn, DismissIn, MrzIn, Problem, StatusOut, VerdictOut

LONGEST_WAIT = 30.0
"""Seconds that a request for the next verdict may take."""

VERSION = "1"
_WORDS = {404: "not-found", 405: "method-not-allowed"}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "The token is missing or wrong"},
    422: {"model": Problem, "description": "Malformed; places says where"},
    429: {"model": Problem, "description": "Too many requests; ask again in a second"},
}
_NOT_NOW = "Not now; error says why: " + ", ".join(one.value for one in Declined)
_ACTING = {**_PROBLEMS, 409: {"model": Problem, "description": _NOT_NOW}}


def make_api(desk: LocalDesk, port: int) -> FastAPI:
    """The application. Its operations never block: a check does not wait for who asks."""
    api = FastAPI(
        title="Kiosk, local API",
        description="For a program on the kiosk's own machine. Every field of a verdict goes out only if the site's "
        "profile names it. The token is in the file that the settings name; send it as a bearer token.",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    bearer = [Depends(HTTPBearer(auto_error=False, description="Checked before the request gets here"))]

    @api.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        """Where, and never what: a key that was typed wrong is almost the right one."""
        places = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors()})
        return JSONResponse({"error": "malformed", "places": places}, 422)

    @api.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 400:
            return JSONResponse({"error": "malformed", "places": ["body"]}, 422)
        return JSONResponse({"error": _WORDS.get(error.status_code, "refused")}, error.status_code, error.headers)

    @api.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"error": "unexpected"}, 500)

    @api.get("/", include_in_schema=False)
    async def front() -> HTMLResponse:
        return HTMLResponse(page(api.openapi(), port))

    @api.get("/v1/status", dependencies=bearer, responses=_PROBLEMS, response_description="The status")
    async def status() -> StatusOut:
        """Where the kiosk stands: its phase, its faults, and how its outputs are doing."""
        return StatusOut.of(desk.status())

    @api.get(
        "/v1/verdict",
        dependencies=bearer,
        response_model=VerdictOut,
        response_description="The verdict",
        responses={**_PROBLEMS, 204: {"description": "There is none yet, or none newer in that time"}},
    )
    async def verdict(
        after: Annotated[str, Query(max_length=80, description="a check's id: only another one is told")] = "",
        wait: Annotated[float, Query(ge=0.0, le=LONGEST_WAIT, description="seconds to wait for it")] = 0.0,
    ) -> VerdictOut | Response:
        """The newest verdict that was written and shown; with `after` and `wait`, the next one as it comes."""
        told = await _newer(desk, after, wait)
        return VerdictOut.of(told) if told else Response(status_code=204)

    @api.post("/v1/key", dependencies=bearer, status_code=202, responses=_ACTING, response_description="Taken")
    async def key(typed: CanIn | MrzIn) -> Response:
        """Begin a check with this key, as if somebody had typed it: the card may lie there already, or come next."""
        return _done(desk.type_key((typed.key(),)))

    @api.post("/v1/dismiss", dependencies=bearer, status_code=202, responses=_ACTING, response_description="Taken")
    async def dismiss(which: DismissIn) -> Response:
        """Close the result of this check, or give the check up."""
        return _done(desk.dismiss(which.check))

    return api


def _done(declined: Declined | None) -> Response:
    return Response(status_code=202) if declined is None else JSONResponse({"error": declined.value}, 409)


async def _newer(desk: LocalDesk, after: str, wait: float) -> ToldVerdict | None:
    """The newest verdict when it is another one than ``after``, within ``wait`` seconds."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()
    ends = loop.time() + wait

    def notice() -> None:
        loop.call_soon_threadsafe(changed.set)

    with desk.listening(notice):
        while True:
            told = desk.latest()
            if told is not None and told.check_id != after:
                return told
            try:
                await asyncio.wait_for(changed.wait(), max(0.0, ends - loop.time()))
            except TimeoutError:
                return None
            changed.clear()
