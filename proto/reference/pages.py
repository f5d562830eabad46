"""The contract as pages: an index, the reasons of errors, and one per package."""

import html
import json
import re

STYLE = """
:root{--ink:#16222e;--soft:#4f5a65;--line:#d5dbe1;--tint:#f3f6f9;--solid:#154273}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);background:#fff;
font:16px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
a{color:#01608f}
a:focus-visible,pre:focus-visible{outline:3px solid #c8380f;outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem}
header{background:var(--solid);color:#fff;padding:1.5rem 0 1.2rem}
header a{color:#fff;margin-right:1rem}
.wrap{max-width:64rem;margin:0 auto;padding:0 1.25rem}
main.wrap{padding-top:.75rem}
h1{font-size:1.8rem;line-height:1.2;margin:0 0 .6rem;overflow-wrap:anywhere}
h2{font-size:1.4rem;line-height:1.25;margin:2.75rem 0 .75rem;padding-top:1rem;border-top:3px solid var(--solid)}
h3{font-size:1.1rem;margin:2rem 0 .3rem;padding-top:.6rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
h4{font-size:1rem;margin:1rem 0 .3rem}
p,ul{max-width:46rem;margin:.5rem 0}
code,pre{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.88em}
code{overflow-wrap:anywhere}
pre{background:var(--tint);border-left:4px solid var(--solid);padding:.6rem .8rem;overflow-x:auto;line-height:1.4;margin:.4rem 0}
dl{margin:.5rem 0}
dt{margin-top:.55rem;overflow-wrap:anywhere}
dd{margin:0 0 0 1.25rem;max-width:46rem}
dd p{margin:.15rem 0}
.introduction{margin:3rem 0 0;border-top:3px solid var(--solid)}
.soft,.type{color:var(--soft)}
.old{color:var(--ink);border:1px solid var(--soft);padding:0 .3rem;font-size:.85em}
nav ul{columns:3 14rem;column-gap:2rem;padding-left:0;list-style:none;max-width:none}
nav li{break-inside:avoid;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.94rem}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{background:var(--tint);border-bottom:2px solid var(--solid)}
caption{text-align:left;padding:.3rem 0 .5rem}
table code{overflow-wrap:normal}
footer{margin:3rem 0 2rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem}
@media screen and (max-width:48rem){
h1{font-size:1.4rem}
table,caption,tbody,tr,th,td{display:block;border:0;padding:.1rem 0}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{border-left:4px solid var(--solid);background:var(--tint);margin:.6rem 0;padding:.3rem .6rem}}
@media print{@page{size:A4;margin:16mm 14mm}
body{font-size:9.5pt}header{background:none;color:var(--ink);padding:0}header a{color:var(--ink)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;overflow:visible}
h2,h3,h4,dt{break-after:avoid}tr{break-inside:avoid}a{color:inherit}}
"""

PLACES = [("index", "Contract"), ("quotas", "Quotas"), ("locations", "Locations"),
          ("housing", "Housing"), ("reporting", "Reporting"), ("reasons", "Reasons")]

BY_HAND = """\
state=${OPVANG_STATE:-.dev/demo}
certificates=$state/certificates/auditor
quotas=$(cat "$state/run/quotas.address")
locations=$(cat "$state/run/locations.address")
housing=$(cat "$state/run/housing.address")
reporting=$(cat "$state/run/reporting.address")
"""

LOOK_AROUND = """\
buf curl --protocol grpc --cacert "$certificates/ca.pem" \\
  --cert "$certificates/cert.pem" --key "$certificates/key.pem" \\
  --list-services "https://$quotas"
"""

DETAILS = """\
detail=Cg1GSUVMRF9JTlZBTElEEglubC5vcHZhbmc
base64 -d 2>/dev/null <<<"$detail==" |
  buf convert proto --type google.rpc.ErrorInfo --from -#format=binpb
"""

# What of others' types stands in requests and answers, as JSON says it.
OTHERS = {
    "google.protobuf.Timestamp":
        'An instant. In JSON a text in UTC: <code>"2024-11-01T08:00:00Z"</code>.',
    "google.protobuf.FieldMask":
        "Names of fields. In JSON one text, in lowerCamelCase, parted by commas: "
        '<code>"displayName,remark"</code>.',
}


def _escape(text):
    return html.escape(text, quote=True)


def _json(value, depth=0):
    """As json.dumps, but what fits a line is one: a day above all."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or (
            depth and 2 * depth + len(line) < 74):
        return line
    pad = "\n" + "  " * (depth + 1)
    if isinstance(value, dict):
        items = (f"{json.dumps(key)}: {_json(one, depth + 1)}"
                 for key, one in value.items())
        opening, closing = "{}"
    else:
        items = (_json(one, depth + 1) for one in value)
        opening, closing = "[]"
    return opening + pad + ("," + pad).join(items) + "\n" + "  " * depth + closing


class Pages:
    """Every page of the contract, by the name of its file."""

    def __init__(self, contract):
        self._contract = contract
        self._place = {}  # Of what has an anchor: "quotas.html#QuotaService".
        self._page = ""
        for package in contract.packages:
            self._note_package(package)
        for reason in contract.plumbing:
            self._place[reason.name] = f"reasons.html#{reason.name}"
        for message in contract.others:
            self._place[message.full_name] = f"index.html#{message.full_name}"
        for name in OTHERS:
            self._place[name] = f"index.html#{name}"

    def _note_package(self, package):
        def note(full_name):
            anchor = full_name.removeprefix(package.name + ".")
            self._place[full_name] = f"{package.short}.html#{anchor}"

        for service in package.services:
            note(service.full_name)
            for rpc in service.rpcs:
                note(f"{service.full_name}.{rpc.name}")
        for message in package.messages:
            note(message.full_name)
            for member in message.members:
                note(f"{message.full_name}.{member.name}")
        for enum in package.enums:
            note(enum.full_name)
            scope = enum.full_name.rsplit(".", 1)[0]
            for value in enum.values:
                # As C++ and others scope it: beside the enum, not within.
                note(f"{scope}.{value.name}")
        for reason in package.reasons:
            self._place[f"{package.name}.{reason.name}"] = (
                f"reasons.html#{package.short}.{reason.name}")

    def _link(self, name, text):
        place = self._place.get(name)
        if place is None:
            return text
        page, anchor = place.split("#")
        to = f"#{anchor}" if page == self._page else place
        return f'<a href="{_escape(to)}">{text}</a>'

    # Comments: paragraphs, and names between backquotes, which become links where
    # something has that name as seen from `scope`, a full name.
    def _inline(self, text, scope):
        parts = text.split("`")
        shown = []
        for i, part in enumerate(parts):
            if i % 2 == 0:
                shown.append(_escape(part))
                continue
            code = f"<code>{_escape(part)}</code>"
            shown.append(self._link(self._named(part, scope), code))
        return "".join(shown)

    def _named(self, name, scope):
        if not re.fullmatch(r"[A-Za-z][\w.]*", name):
            return ""
        while scope:
            if f"{scope}.{name}" in self._place:
                return f"{scope}.{name}"
            scope = scope.rpartition(".")[0]
        # A call by its name alone, from anywhere in its package; a reason.
        return name if name in self._place else ""

    def _paragraphs(self, comment, scope):
        # Links of others, `[name][place]`, lead nowhere from here.
        comment = re.sub(r"\[([\w.]+)\]\[[^\]]*\]", r"`\1`", comment)
        said = ""
        for one in re.split(r"\n\s*\n", comment):
            items = re.split(r"(?m)^[*-] ", one.strip())
            if items[0]:
                said += f"<p>{self._inline(' '.join(items[0].split()), scope)}</p>\n"
            if items[1:]:
                said += "<ul>\n" + "".join(
                    f"<li>{self._inline(' '.join(item.split()), scope)}</li>\n"
                    for item in items[1:]) + "</ul>\n"
        return said

    def _type(self, type_, scope):
        if not type_.is_named:
            return f"<code>{_escape(type_.name)}</code>"
        short = type_.name.removeprefix(".".join(scope.split(".")[:4]) + ".")
        return self._link(type_.name, f"<code>{_escape(short)}</code>")

    @staticmethod
    def _anchor(package, full_name):
        return _escape(full_name.removeprefix(package.name + "."))

    @staticmethod
    def _old(deprecated):
        return ' <span class="old">deprecated</span>' if deprecated else ""

    def _document(self, name, title, body):
        links = "".join(f'<a href="{place}.html"'
                        + (' aria-current="page"' if place == name else "")
                        + f">{label}</a>\n" for place, label in PLACES)
        return (
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            "style-src 'unsafe-inline'\">\n"
            f"<title>{_escape(title)} – opvang</title>\n<style>{STYLE}</style>\n</head>\n"
            "<body>\n<a class=\"skip\" href=\"#main\">To the content</a>\n"
            f"<header><div class=\"wrap\">\n<h1>{_escape(title)}</h1>\n"
            f"<nav aria-label=\"Pages\">{links}</nav>\n</div></header>\n"
            f"<main class=\"wrap\" id=\"main\">\n{body}"
            "<footer><p>Made from the descriptors of the contract by the build; every "
            "example is sent to real services by a test.</p></footer>\n"
            "</main>\n</body>\n</html>\n")

    def _contents(self, label, entries):
        items = "".join(f"<li>{one}</li>\n" for one in entries)
        return f'<nav aria-label="{label}"><ul>\n{items}</ul></nav>\n'

    # A call.

    def _rights(self, rpc):
        lines = []
        for what, allowed, why in rpc.rights:
            who = "; ".join(
                ", ".join(role for role, area in allowed.items() if area == asked) + words
                for asked, words in (("all", ""), ("own", " (own area)"))
                if asked in allowed.values())
            part = what[len(rpc.name):].strip(". ")
            lines.append((f"<code>{_escape(part)}</code> by: " if part else "")
                         + _escape(who) + "."
                         + (f" {_escape(why)}" if why and not (
                             part and why == rpc.rights[0][2]) else ""))
        called = f"<p>Called by: {lines[0]}</p>\n"
        if len(lines) == 1:
            return called
        items = "".join(f"<li>{one}</li>\n" for one in lines[1:])
        return f"{called}<ul>\n{items}</ul>\n"

    @staticmethod
    def _command(package, rpc, request):
        messages = request if isinstance(request, list) else [request]
        body = "\n".join(map(_json, messages))
        return ('buf curl --protocol grpc --cacert "$certificates/ca.pem" \\\n'
                '  --cert "$certificates/cert.pem" --key "$certificates/key.pem" \\\n'
                f'  -d @- "https://${package.short}/{rpc.service}/{rpc.name}" '
                f"<<'JSON'\n{body}\nJSON\n")

    def _calls(self, calls):
        return ", ".join(
            self._link(self._full_call(call), f"<code>{_escape(call)}</code>")
            for call in calls)

    def _full_call(self, call):
        service = call.split(".")[0]
        for package in self._contract.packages:
            if any(one.full_name.endswith("." + service) for one in package.services):
                return f"{package.name}.{call}"
        return ""

    def _example(self, package, rpc):
        example = rpc.example
        role, _, area = example.caller.partition(" ")
        said = f"As <code>{_escape(role)}</code>"
        if area:
            said += f" of <code>{_escape(area)}</code>"
        before = list(dict.fromkeys(
            example.after + [one["call"] for one in example.given]))
        if before:
            said += f", after {self._calls(before)}"
        anchor = self._anchor(package, f"{rpc.service}.{rpc.name}")
        answers = example.answer if isinstance(example.answer, list) else [example.answer]
        answer = "\n".join(map(_json, answers))
        cut = ", ".join(f"<code>{_escape(path)}</code> has {count}"
                        for path, count in example.shortened.items())
        return (
            f"<h4>Example</h4>\n<p>{said}:</p>\n"
            f'<pre tabindex="0" id="{anchor}.example">'
            f"{_escape(self._command(package, rpc, example.request))}</pre>\n"
            "<p>Its answer:</p>\n"
            f'<pre tabindex="0">{_escape(answer)}</pre>\n'
            + (f'<p class="soft">Shown shortened: {cut}.</p>\n' if cut else ""))

    def _rpc(self, package, rpc):
        full_name = f"{rpc.service}.{rpc.name}"
        anchor = self._anchor(package, full_name)
        sides = [("stream " if streams else "")
                 + self._link(name, f"<code>{_escape(name.rsplit('.', 1)[1])}</code>")
                 for streams, name in ((rpc.request_streams, rpc.request),
                                       (rpc.response_streams, rpc.response))]
        introduction = ""
        if rpc.introduction:
            said = self._paragraphs(rpc.introduction, full_name)
            introduction = f'<div class="introduction">\n{said}</div>\n'
        return (introduction
                + f'<h3 id="{anchor}">{_escape(rpc.name)}{self._old(rpc.deprecated)}</h3>\n'
                f'<p class="type">Takes {sides[0]}, answers {sides[1]}</p>\n'
                + self._addresses(rpc) + self._paragraphs(rpc.comment, full_name) + self._rights(rpc)
                + self._example(package, rpc))

    @staticmethod
    def _addresses(rpc):
        """Of REST."""
        lines = "<br>".join(f"<code>{one.method} {_escape(one.pattern)}</code>"
                            for one in rpc.bindings)
        return f'<p class="type">REST: {lines}</p>\n'

    # Types.

    def _message(self, package_name, anchor, message, level):
        fields, told = [], set()
        for member in message.members:
            if member.oneof and member.oneof not in told:
                told.add(member.oneof)
                fields.append(
                    f'<dt><code>{member.oneof}</code> <span class="type">oneof</span></dt>\n'
                    f"<dd>{self._paragraphs(message.oneofs[member.oneof], message.full_name)}"
                    "</dd>\n")
            marks = [mark for mark in (member.label,
                                       member.oneof and f"one of {member.oneof}")
                     if mark]
            fields.append(
                f'<dt id="{anchor}.{member.name}"><code>{member.name}</code> '
                f'<span class="type">{" ".join(marks)}{" " if marks else ""}'
                f"{self._type(member.type, message.full_name)} = {member.number}</span>"
                f"{self._old(member.deprecated)}</dt>\n"
                f"<dd>{self._paragraphs(member.comment, message.full_name)}</dd>\n")
        name = message.full_name.removeprefix(package_name + ".")
        said = self._paragraphs(message.comment, message.full_name)
        if message.reserved:
            said += (f'<p class="soft">Numbers that are never used again: '
                     f'{", ".join(map(str, message.reserved))}.</p>\n')
        if not fields:
            said += '<p class="soft">It has no fields.</p>\n'
        listed = f"<dl>\n{''.join(fields)}</dl>\n" if fields else ""
        return (f'<h{level} id="{anchor}">{_escape(name)}'
                f"{self._old(message.deprecated)}</h{level}>\n" + said + listed)

    def _enum(self, package, enum):
        anchor = self._anchor(package, enum.full_name)
        scope = self._anchor(package, enum.full_name).rpartition(".")[0]
        values = "".join(
            f'<dt id="{scope + "." if scope else ""}{value.name}"><code>{value.name}</code> '
            f'<span class="type">= {value.number}</span>{self._old(value.deprecated)}</dt>\n'
            f"<dd>{self._paragraphs(value.comment, enum.full_name)}</dd>\n"
            for value in enum.values)
        return (f'<h3 id="{anchor}">{anchor}{self._old(enum.deprecated)}</h3>\n'
                + self._paragraphs(enum.comment, enum.full_name)
                + f"<dl>\n{values}</dl>\n")

    def _of_package(self, package):
        self._page = f"{package.short}.html"
        body = self._paragraphs(package.comment, package.name)

        def entries(full_names):
            return [self._link(one, f"<code>{self._anchor(package, one)}</code>")
                    for one in full_names]

        for service in package.services:
            name = service.full_name.rsplit(".", 1)[1]
            body += f'<h2 id="{name}">{name}</h2>\n'
            body += self._paragraphs(service.comment, service.full_name)
            body += self._contents("Calls", [
                self._link(f"{service.full_name}.{rpc.name}", f"<code>{rpc.name}</code>")
                for rpc in service.rpcs])
            body += "".join(self._rpc(package, rpc) for rpc in service.rpcs)
        body += '<h2 id="messages">Messages</h2>\n'
        body += self._contents("Messages", entries(
            message.full_name for message in package.messages))
        body += "".join(
            self._message(package.name, self._anchor(package, message.full_name), message, 3)
            for message in package.messages)
        body += '<h2 id="enums">Enums</h2>\n'
        body += self._contents("Enums", entries(enum.full_name for enum in package.enums))
        body += "".join(self._enum(package, enum) for enum in package.enums)
        return self._document(package.short, package.name, body)

    # Reasons.

    def _reason_table(self, reasons, prefix, scope):
        rows = "".join(
            f'<tr id="{prefix}{reason.name}"><th scope="row">'
            f"<code>{self._broken(reason.name)}</code></th>"
            f"<td><code>{self._broken(reason.code)}</code></td>"
            f"<td>{self._inline(' '.join(reason.meaning.split()), scope)}</td>"
            f"<td>{self._advice(reason, scope)}</td></tr>\n" for reason in reasons)
        domain = reasons[0].domain
        heads = "".join(f'<th scope="col">{head}</th>'
                        for head in ("Reason", "Code", "When", "What to do"))
        return (f"<table>\n<caption>Domain <code>{domain}</code></caption>\n"
                f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")

    @staticmethod
    def _broken(name):
        """A long name that may go on in the next line."""
        return name.replace("_", "_<wbr>")

    def _advice(self, reason, scope):
        advice = " ".join(reason.advice.split())
        # A file beside the contract is none of these pages.
        advice = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", advice)
        first = advice[0] if advice.startswith("`") else advice[0].upper()
        return self._inline(first + advice[1:].rstrip("."), scope) + "."

    def _reasons(self):
        self._page = "reasons.html"
        body = (
            "<p>Every error carries <code>google.rpc.ErrorInfo</code>: act on its "
            "<code>reason</code> and <code>domain</code>, never on the sentence. Faults of "
            "an input add <code>google.rpc.BadRequest</code> with all of them, a call that "
            "came too early <code>google.rpc.RetryInfo</code>.</p>\n"
            '<h2 id="plumbing">Of every service</h2>\n'
            + self._reason_table(self._contract.plumbing, "", ""))
        for package in self._contract.packages:
            scope = package.services[0].full_name
            body += (f'<h2 id="{package.short}">{package.short.capitalize()}</h2>\n'
                     + self._reason_table(package.reasons, package.short + ".", scope))
        return self._document("reasons", "Reasons of errors", body)

    def _index(self):
        self._page = "index.html"
        items = []
        for package in self._contract.packages:
            for service in package.services:
                first = re.split(r"(?<=\.)\s", service.comment)[0]
                items.append(
                    f"<dt>{self._link(service.full_name, f'<code>{service.full_name}</code>')}"
                    f' <span class="type">{len(service.rpcs)} calls</span></dt>\n'
                    f"<dd><p>{self._inline(' '.join(first.split()), service.full_name)}</p>"
                    "</dd>\n")
        others = "".join(
            self._message("", _escape(message.full_name), message, 3)
            for message in self._contract.others)
        others += "".join(f'<h3 id="{name}">{name}</h3>\n<p>{said}</p>\n'
                          for name, said in OTHERS.items())
        body = (
            "<p>Every call, message, field, value and error of the four services, with an "
            "example of every call. Who may call what is told by role, with <em>own area</em> "
            "where it may speak for its own municipality, region or province alone.</p>\n"
            f'<h2 id="services">Services</h2>\n<dl>\n{"".join(items)}</dl>\n'
            '<h2 id="by-hand">By hand</h2>\n'
            '<p>The examples are for <a href="https://buf.build">buf</a>, which asks a '
            "service for its contract. These lines find the services of "
            "<code>deploy/demo</code>, and say who calls:</p>\n"
            f'<pre tabindex="0" id="variables">{_escape(BY_HAND)}</pre>\n'
            "<p>What a service offers, health (<code>grpc.health.v1.Health</code>) "
            "included:</p>\n"
            f'<pre tabindex="0" id="look-around">{_escape(LOOK_AROUND)}</pre>\n'
            "<p>Each example says as whom it was called, and what was called before. Its "
            "answer shows of a list two rows, of one within it one, and says how many there "
            "were. "
            "In JSON 64-bit integers are texts, and what is not set or 0 is left out.</p>\n"
            "<p>Of an error <code>buf curl</code> shows the sentence, and each detail by its "
            "type with a <code>value</code> in Base64. Such a value reads, beside the "
            "contract:</p>\n"
            f'<pre tabindex="0" id="details">{_escape(DETAILS)}</pre>\n'
            '<h2 id="others">Types of others</h2>\n' + others)
        return self._document("index", "The contract of opvang", body)

    def all(self):
        pages = {"index.html": self._index(), "reasons.html": self._reasons()}
        for package in self._contract.packages:
            pages[f"{package.short}.html"] = self._of_package(package)
        return pages
