"""`sitrep doctor`: what is reachable, which models there are, what to do next."""

from __future__ import annotations

import dataclasses
import json

import click

from ingest.settings import load


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what works here and what to do about the rest; exits 3 if questions cannot be answered."""
    from assistant.health import examine

    health = examine(load())
    if as_json:
        findings = [dataclasses.asdict(finding) for finding in health.findings]
        click.echo(json.dumps({"answers": health.answers, "next": health.next, "findings": findings}, ensure_ascii=False, indent=2))
    else:
        for finding in health.findings:
            mark = "ok" if finding.ok else "no" if finding.needed else "--"
            todo = f"; {finding.todo}" if not finding.ok and finding.todo not in finding.text else ""
            click.echo(f"{mark}  {finding.part:9} {finding.text}{todo}")
        click.echo(f"\nnext: {health.next}")
    ctx.exit(0 if health.answers else 3)
