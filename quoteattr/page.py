"""The page around rendered articles, and its style."""

from __future__ import annotations

STYLE = """
.quoteattr{--ink:#1f2328;--faint:#6a7078;--paper:#fdfcfa;--rule:#e4e1da;--light:89%;--sat:62%;
--edge:36%;--chip:31%;--chip-ink:#fff;--grey:#e9e8e4;
background:var(--paper);color:var(--ink);font:17px/1.75 Georgia,'Times New Roman',serif;padding:1px 0;
text-align:left}
.quoteattr article{max-width:44rem;margin:2.5rem auto;padding:0 1.25rem}
.quoteattr h2{font:600 1.05rem/1.4 system-ui,sans-serif;margin:0 0 .75rem;overflow-wrap:anywhere;
color:var(--ink)}
.quoteattr .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;margin:0 0 1.5rem;
padding:0 0 1rem;border-bottom:1px solid var(--rule);font:14px/1.5 system-ui,sans-serif}
.quoteattr .legend li{margin:0;color:var(--ink)}
.quoteattr .legend small{color:var(--faint)}
.quoteattr .legend .count{color:var(--faint);font-variant-numeric:tabular-nums}
.quoteattr .legend .count::before{content:'× '}
.quoteattr .text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}
.quoteattr .quote{background:hsl(var(--hue) var(--sat) var(--light));padding:.14em 0;
-webkit-box-decoration-break:clone;box-decoration-break:clone}
.quoteattr .quote.unnamed{background:var(--grey)}
.quoteattr .nested{text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:.22em;
text-decoration-color:var(--faint)}
.quoteattr .nested[style*='--inner']{text-decoration-color:hsl(var(--inner) var(--sat) var(--edge))}
.quoteattr .cue{font-style:italic;border-bottom:1px dotted var(--faint)}
.quoteattr .source{font-weight:600}
.quoteattr .chip{display:inline-block;min-width:1.25em;margin-right:.25em;padding:0 .3em;
border-radius:.65em;font:600 11px/1.5 system-ui,sans-serif;text-align:center;vertical-align:.12em;
text-decoration:none;color:var(--chip-ink);background:hsl(var(--hue) var(--sat) var(--chip))}
.quoteattr .chip.unnamed,.quoteattr .unnamed>.chip{background:var(--faint)}
.quoteattr .badge{display:inline-block;margin-left:.3em;padding:0 .45em;border:1px solid var(--faint);
border-radius:.3em;font:11px/1.45 system-ui,sans-serif;color:var(--faint);vertical-align:.12em}
.quoteattr .badge.denied,.quoteattr .badge.negated{border-color:#b3402a;color:#b3402a}
.quoteattr .control{color:#b3402a}
@media (prefers-color-scheme:dark){
.quoteattr{--ink:#e3e2de;--faint:#9a9ea5;--paper:#191b1e;--rule:#34373c;--light:22%;--sat:42%;
--edge:62%;--chip:66%;--chip-ink:#16181b;--grey:#303338}
.quoteattr .badge.denied,.quoteattr .badge.negated{border-color:#f0917c;color:#f0917c}
.quoteattr .control{color:#f0917c}}
@media print{.quoteattr .quote,.quoteattr .chip{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
""".strip()


def page_of(fragment: str) -> str:
    """Wrap a fragment into a whole page that needs nothing from elsewhere.

    Args:
        fragment: HTML for the body.

    Returns:
        The page.
    """
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<title>Who said what</title>\n'
        "<style>\nbody{margin:0;background:#fdfcfa}\n"
        "@media (prefers-color-scheme:dark){body{background:#191b1e}}\n"
        f"{STYLE}\n</style>\n</head>\n<body>\n{fragment}\n</body>\n</html>\n"
    )
