"""Summaries under way: a queue with a bound, a few workers, and outcomes that can be fetched for a while."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from summarizer.domain.fact_rows import record_id
from summarizer.domain.record import Record
from summarizer.server.options import Limits
from summarizer.server.problems import Problem, ProblemError
from summarizer.server.shapes import JobShape, JobState, SummaryRequest

__all__ = ["JOBS_PATH", "Job", "Jobs", "Report", "Work"]

JOBS_PATH = "/api/v1/jobs"

Report = Callable[[str], None]
"""Takes what is being done now, in words."""

Work = Callable[[SummaryRequest, Report], Awaitable[Record]]
"""Makes the record of one request, and reports on the way."""

Explain = Callable[[Exception, str], ProblemError]
"""Turns what a job failed with into a problem; the second argument is the job's address."""


@dataclass(slots=True)
class Job:
    """One summary asked for; changes as it goes."""

    id: str
    request: SummaryRequest
    created: dt.datetime
    state: JobState = "queued"
    stage: str = "waiting for its turn"
    record: Record | None = None
    problem: ProblemError | None = None
    ended: float | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def path(self) -> str:
        """Return its address."""
        return f"{JOBS_PATH}/{self.id}"

    @property
    def finished(self) -> bool:
        """Say whether there is nothing more to come."""
        return self.state in {"done", "failed"}

    def update(self, state: JobState, stage: str) -> None:
        """Change how far it is, and wake everybody who waits for that."""
        self.state, self.stage = state, stage
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Return once the job has finished, True, or when ``seconds`` are over, False."""
        try:
            async with asyncio.timeout(seconds):
                while not self.finished:
                    await self._changed.wait()
        except TimeoutError:
            return self.finished
        return True

    async def changes(self, every: float) -> AsyncIterator[bool]:
        """Yield True at once and at every change until it has finished, and False when ``every`` seconds pass idly."""
        yield True
        while not self.finished:
            try:
                async with asyncio.timeout(every):
                    await self._changed.wait()
            except TimeoutError:
                yield False
            else:
                yield True

    def shape(self, *, whole: bool = True) -> JobShape:
        """Return the job as JSON has it; without the record unless ``whole``."""
        return JobShape(
            id=self.id,
            state=self.state,
            stage=self.stage,
            created=self.created,
            record_id=record_id(self.record) if self.record is not None else None,
            record=self.record if whole else None,
            problem=self.document,
        )

    @property
    def document(self) -> Problem | None:
        """Return the problem document of a failed job."""
        return None if self.problem is None else self.problem.document(self.path)


class Jobs:
    """Takes requests in and works them off, ``workers`` at a time; used from one event loop."""

    def __init__(
        self,
        work: Work,
        explain: Explain,
        *,
        workers: int,
        limits: Limits,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._work = work
        self._explain = explain
        self._workers = workers
        self._limits = limits
        self._now = now
        self._jobs: dict[str, Job] = {}
        self._queue: asyncio.Queue[Job] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to work; from inside the event loop."""
        self._tasks = [asyncio.create_task(self._labour(), name=f"summaries-{n}") for n in range(self._workers)]

    async def stop(self) -> None:
        """Give up what is under way; whoever waits for it is told so."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for job in self._jobs.values():
            if not job.finished:
                self._fail(job, ProblemError("busy", "the server is shutting down; send the article again"))

    def submit(self, request: SummaryRequest) -> Job:
        """Put ``request`` into the queue.

        Raises:
            ProblemError: The queue is full.
        """
        self._forget()
        if self._queue.qsize() >= self._limits.jobs_waiting:
            raise ProblemError(
                "busy", f"{self._limits.jobs_waiting} articles are waiting already; try again later",
                headers={"Retry-After": "30"},
            )  # fmt: skip
        # whoever knows the id may read the outcome: 128 bits that can't be guessed
        job = Job(f"j_{secrets.token_urlsafe(16)}", request, self._now())
        self._jobs[job.id] = job
        self._queue.put_nowait(job)
        return job

    def get(self, number: str) -> Job:
        """Return the job with this id.

        Raises:
            ProblemError: There is none, or its outcome is no longer kept.
        """
        self._forget()
        job = self._jobs.get(number)
        if job is None:
            raise ProblemError(
                "not-found", "there is no job with this id; outcomes are kept for a while only, records in /records"
            )
        return job

    def states(self) -> dict[str, int]:
        """Return how many jobs are in each state."""
        return dict(Counter(job.state for job in list(self._jobs.values())))

    async def _labour(self) -> None:
        while True:
            job = await self._queue.get()
            job.update("running", "beginning")
            try:
                job.record = await self._work(job.request, lambda stage, job=job: job.update("running", stage))  # type: ignore[misc]
            except Exception as exc:  # noqa: BLE001 - a job's boundary: whatever it is belongs to this job alone
                self._fail(job, self._explain(exc, job.path))
            else:
                job.ended = asyncio.get_running_loop().time()
                job.update("done", "done")

    def _fail(self, job: Job, problem: ProblemError) -> None:
        job.problem, job.ended = problem, asyncio.get_running_loop().time()
        job.update("failed", "failed")

    def _forget(self) -> None:
        """Drop outcomes that are too old, and the oldest when there are too many."""
        horizon = asyncio.get_running_loop().time() - self._limits.job_seconds
        ended = [job for job in self._jobs.values() if job.ended is not None]
        too_many = max(0, len(ended) - self._limits.jobs_kept)
        for number, job in enumerate(ended):
            if number < too_many or (job.ended is not None and job.ended < horizon):
                del self._jobs[job.id]
