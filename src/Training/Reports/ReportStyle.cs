namespace FastElman.Training.Reports;

/// <summary>
/// The style sheet of a report: light or dark like the reader's system, for phones and paper too. Text has a contrast
/// of at least 4.5 to 1 to its background, and no information depends on colour alone.
/// </summary>
internal static class ReportStyle
{
    public const string Sheet = """

        :root {
          --ground: #ffffff; --panel: #f4f5f7; --text: #1c2430; --quiet: #566070; --line: #d4d9e0;
          --loss: #1c5fb0; --validation: #0b6e4f; --test: #a4461f; --rate: #6d4a94;
          --right: #dcefe6; --slot: #e3eefb; --wrong: #fbe3dc; --wrong-line: #a4361a;
          --shade1: #fbeee6; --shade2: #f8d9c9; --shade3: #f3bda3; --shade4: #ee9f7c; --shade-text: #2b1208;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #12161c; --panel: #1c222b; --text: #e6eaf0; --quiet: #a3aebd; --line: #3a4350;
            --loss: #7db4f5; --validation: #5fcea5; --test: #f0976c; --rate: #c3a3e8;
            --right: #173a2c; --slot: #1b3350; --wrong: #4a2219; --wrong-line: #f29a80;
            --shade1: #3a2017; --shade2: #5b2d1d; --shade3: #7f3b23; --shade4: #9c4526; --shade-text: #fff4ee;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, -apple-system,
            "Segoe UI", Roboto, sans-serif; }
        main { max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 0 0 .5rem; }
        h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
        section { margin-top: 2.5rem; }
        .outcome { font-size: 1.125rem; margin: .25rem 0 1.25rem; }
        .stopped { margin: .75rem 0; padding: .5rem .75rem; background: var(--wrong); border-left: 4px solid
            var(--wrong-line); overflow-wrap: anywhere; }
        .note { color: var(--quiet); font-size: .875rem; }
        .set { margin: 2.5rem 0 -1.5rem; padding: .5rem .75rem; background: var(--panel); border-left: 4px solid
            var(--loss); }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .75rem 1.5rem; margin:
            0; padding: 1rem; background: var(--panel); border-radius: .5rem; }
        dt { color: var(--quiet); font-size: .8125rem; }
        dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
        .wide { grid-column: 1 / -1; }
        code { font: .875rem/1.5 ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; }
        .wide code { white-space: pre-wrap; } .wide span { display: inline-block; max-width: 100%; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
        figure { margin: 0; }
        svg { display: block; width: 100%; max-width: 40rem; height: auto; }
        svg text { fill: var(--text); font-size: 13px; }
        .grid { stroke: var(--line); fill: none; }
        .rate { stroke: var(--rate); stroke-dasharray: 4 3; fill: none; stroke-width: 1.5; }
        svg text.rate { fill: var(--rate); stroke: none; font-size: 12px; }
        .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .curve.loss { stroke: var(--loss); }
        .curve.validation { stroke: var(--validation); }
        .curve.test { stroke: var(--test); stroke-dasharray: 7 3; }
        .curve.step { stroke: var(--rate); stroke-linejoin: miter; }
        .dot.loss { fill: var(--loss); } .dot.validation { fill: var(--validation); } .dot.test { fill: var(--test); }
        .dot.best { stroke: var(--ground); stroke-width: 1.5; }
        .bar.tokens { fill: var(--loss); fill-opacity: .55; }
        .bar.slots { fill: var(--validation); fill-opacity: .55; }
        .expected { fill: none; stroke: var(--text); stroke-width: 3; }
        .ideal { fill: none; stroke: var(--quiet); stroke-dasharray: 4 3; }
        summary { cursor: pointer; padding: .5rem 0; color: var(--loss); }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9375rem; }
        th, td { padding: .25rem .75rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
        thead th { color: var(--quiet); font-weight: 600; vertical-align: bottom; }
        th:first-child { text-align: left; padding-left: 0; position: sticky; left: 0; background: var(--ground); }
        tbody th { font-weight: 500; }
        tr.all > * { font-weight: 700; border-bottom-width: 2px; }
        .mistakes { display: inline-flex; width: 9rem; height: .75rem; margin-left: .5rem; vertical-align: -.05rem; }
        .missed { background: var(--wrong-line); }
        .invented { border: 1px solid var(--wrong-line); background: var(--wrong); }
        .swatch { display: inline-block; width: .75rem; height: .75rem; margin-right: .35rem; vertical-align: -.05rem; }
        .text { text-align: left; white-space: normal; }
        .confusion { font-size: .8125rem; }
        .confusion td { min-width: 1.9rem; padding: .25rem; text-align: center; border: 1px solid var(--line); }
        .confusion .upright { padding: .25rem; }
        .upright span { writing-mode: vertical-rl; transform: rotate(180deg); }
        .right { background: var(--right); }
        .shade1, .shade2, .shade3, .shade4 { color: var(--shade-text); font-weight: 700; }
        .shade1 { background: var(--shade1); }
        .shade2 { background: var(--shade2); }
        .shade3 { background: var(--shade3); }
        .shade4 { background: var(--shade4); }
        .confusion a { color: inherit; display: block; }
        .examples { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr));
            gap: 0 2rem; }
        .example { overflow-wrap: anywhere; padding: 0 .5rem .5rem; border-left: 4px solid transparent;
            scroll-margin-top: 4rem; }
        .example.rare { display: none; }
        .example:target { display: block; order: -1; grid-column: 1 / -1; border-color: var(--wrong-line);
            background: var(--panel); }
        .example h3 { margin-top: 1rem; } .example ol { margin: 0; padding-left: 2.25rem; } .example p { margin: 0; }
        .example li::marker { color: var(--quiet); font-size: .8125rem; }
        mark { background: var(--wrong); color: var(--wrong-line); font-weight: 700; border-radius: .25rem;
            padding: 0 .15rem; }
        a { color: var(--loss); }
        .sentences { margin: 0; padding-left: 2.75rem; }
        .sentences li { padding: .4rem 0; border-bottom: 1px solid var(--line); }
        .sentences li::marker { color: var(--quiet); font-size: .8125rem; }
        .word { display: inline-block; vertical-align: top; padding: .1rem .2rem; margin: .1rem 0; overflow-wrap:
            anywhere; border: 1px solid transparent; border-radius: .25rem; }
        .word small { display: block; font-size: .75rem; line-height: 1.3; color: var(--text); }
        .word sup { color: var(--rate); font-weight: 700; line-height: 0; }
        .slot { background: var(--slot); }
        .wrong { background: var(--wrong); border-color: var(--wrong-line); }
        .wrong span { display: block; }
        .wrong .predicted { color: var(--wrong-line); font-weight: 700; }
        .neighbour { display: inline-block; margin-right: .75rem; }
        .neighbour small { color: var(--quiet); }
        @media (max-width: 30rem) { th, td { padding: .25rem .4rem; } .sentences { padding-left: 2rem; }
          dl { grid-template-columns: 1fr 1fr; gap: .5rem 1rem; } .mistakes { width: 5rem; } }
        @media print {
          :root {
            --ground: #fff; --panel: #fff; --text: #000; --quiet: #444; --line: #bbb;
            --loss: #1c5fb0; --validation: #0b6e4f; --test: #a4461f; --rate: #6d4a94;
            --right: #dcefe6; --slot: #e3eefb; --wrong: #fbe3dc; --wrong-line: #a4361a;
            --shade1: #fbeee6; --shade2: #f8d9c9; --shade3: #f3bda3; --shade4: #ee9f7c; --shade-text: #2b1208;
          }
          body { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          main { max-width: none; padding: 0; }
          .scroll { overflow: visible; }
          figure, tr, li { break-inside: avoid; }
          h2, h3, .set { break-after: avoid; }
          table { font-size: 8pt; }
          .charts { grid-template-columns: 1fr 1fr; }
          .confusion { font-size: 6.5pt; } .confusion td { min-width: 0; padding: 1pt; }
        }

        """;
}
