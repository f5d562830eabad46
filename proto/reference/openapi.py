"""The contract as OpenAPI 3.0: every address of REST that `google.api.http` gives,
under the NL API Design Rules."""

import re

# By the code of gRPC; services/gateway/transcode/problem.cc has the same.
STATUS = {
    "INVALID_ARGUMENT": 400, "OUT_OF_RANGE": 400, "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403, "NOT_FOUND": 404, "ALREADY_EXISTS": 409,
    "FAILED_PRECONDITION": 409, "ABORTED": 409, "RESOURCE_EXHAUSTED": 429,
    "UNAVAILABLE": 503,
}
TITLES = {
    400: "Something of the request is at fault", 401: "Who calls is not known",
    403: "Who calls may not do this", 404: "It is not there",
    409: "It cannot be done as things stand",
    412: "It was changed since: If-Match does not hold",
    429: "Too much at once", 503: "A service does not answer now",
}
# What is told of every call, by status.
ALWAYS = (400, 401, 403, 404, 429, 503)
SCALARS = {
    "string": {"type": "string"}, "bool": {"type": "boolean"},
    "int32": {"type": "integer", "format": "int32"},
    "int64": {"type": "string", "format": "int64"},
    "uint32": {"type": "integer", "format": "int64"},
    "bytes": {"type": "string", "format": "byte"},
}
TEXTS = {
    "google.type.Date": {"type": "string", "format": "date"},
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.FieldMask": {"type": "string"},
}
DAY = "google.type.Date"

DESCRIPTION = """\
What Dutch municipalities must do for the reception of asylum seekers, displaced \
Ukrainians and status holders, what they do, and the report of it, as JSON over HTTP. \
The same calls are there in gRPC; rules, glossary (Dutch to English) and rights stand \
with the contract.

**Callers** are systems with a client certificate (mutual TLS) of an organisation that \
is listed; the OIN stands in `subject.serialNumber`. This document is read without one.

**Days** are `2024-10-31`, read in the Netherlands; periods are half-open. Whole \
numbers of 64 bits are text.

**Revisions.** Every read answers with the revision that it saw. A read at a revision \
(and at every other revision that it takes, as of a day) has the same answer for ever, \
and says so in `Cache-Control`.

**Writes** have a request id: `requestId` in the body or the header \
`Idempotency-Key`. What was changed meanwhile is not overwritten: `etag` in the body, or \
`If-Match`.

**Lists** come in pages; `Link` with `rel="next"` leads on.

**Streams** are lines of JSON (`application/x-ndjson`), in and out. One that fails on its \
way ends with a line `{"problem": …}`.

**Documents** are themselves to who accepts what they are (`Accept: text/html`); else \
they are lines of JSON with their pieces in base64.

**Errors** are problems (RFC 9457) with all faults; act on `reason`, never on a sentence.\
"""


def _camel(name):
    return re.sub(r"_(.)", lambda found: found[1].upper(), name)


def _pascal(name):
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[_.]", name))


def _one(collection):
    """The name of one of a collection: "municipality" of "municipalities"."""
    return re.sub(r"ies$", "y", collection) if collection.endswith("ies") \
        else collection.removesuffix("s")


def _first(comment):
    """The sentence by which a call is known in a list."""
    sentence = re.split(r"(?<=\.)\s", " ".join(comment.split()), maxsplit=1)[0]
    return sentence.removesuffix(".")


class OpenApi:
    def __init__(self, contract, version):
        self._contract = contract
        self._version = version
        self._messages = {message.full_name: message for package in contract.packages
                          for message in package.messages}
        self._enums = {enum.full_name: enum for package in contract.packages
                       for enum in package.enums}
        self._schemas = {}
        self._responses_shared = {}
        self._reasons = {reason.name: reason for reason in contract.plumbing}
        # What is answered may be held back from who asks; what is sent may not.
        self._answered = self._reached(
            rpc.response for package in contract.packages
            for service in package.services for rpc in service.rpcs)

    def _reached(self, names):
        """All messages that lie within these."""
        reached, ahead = set(), list(names)
        while ahead:
            name = ahead.pop()
            if name in self._messages and name not in reached:
                reached.add(name)
                ahead += [one.type.name for one in self._messages[name].members]
        return reached

    def document(self):
        paths = {}
        for package in self._contract.packages:
            for service in package.services:
                for rpc in service.rpcs:
                    for number, binding in enumerate(rpc.bindings):
                        path, operation = self._operation(package, rpc, binding, number)
                        paths.setdefault(path, {})[binding.method.lower()] = operation
        self._schemas["Problem"] = self._problem()
        return {
            "openapi": "3.0.3",
            "info": {
                "title": "opvang",
                "version": self._version,
                "description": DESCRIPTION,
                "license": {"name": "EUPL-1.2", "url":
                            "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"},
                # Whoever runs it serves a file with its own.
                "contact": {"name": "Beheer van deze installatie",
                            "url": "https://opvang.example/contact",
                            "email": "beheer@opvang.example"},
            },
            "servers": [{"url": "/v1"}],
            "tags": [{"name": service.full_name.rsplit(".", 1)[1],
                      "description": service.comment}
                     for package in self._contract.packages
                     for service in package.services],
            "paths": paths,
            "components": {
                "schemas": dict(sorted(self._schemas.items())),
                "responses": dict(sorted(self._responses_shared.items())),
                "parameters": self._parameters(),
                "headers": self._headers(),
            },
        }

    # Types.

    def _name(self, full_name):
        """"nl.opvang.quotas.v1.Transfer.Step" as "QuotasTransferStep"."""
        parts = full_name.split(".")
        return _pascal(parts[2]) + _pascal(".".join(parts[4:]))

    def _ref(self, full_name):
        name = self._name(full_name)
        if name not in self._schemas:
            self._schemas[name] = {}  # For types that hold themselves.
            self._schemas[name] = (
                self._enum_schema(self._enums[full_name]) if full_name in self._enums
                else self._message_schema(self._messages[full_name],
                                          requires=full_name not in self._answered))
        return {"$ref": f"#/components/schemas/{name}"}

    def _enum_schema(self, enum):
        meanings = "\n".join(f"* `{value.name}`: {' '.join(value.comment.split())}"
                             for value in enum.values)
        return {"type": "string", "description": f"{enum.comment}\n\n{meanings}",
                "enum": [value.name for value in enum.values]}

    def _type(self, member):
        """Of one value of it, without what is said of it."""
        if not member.type.is_named:
            return dict(SCALARS[member.type.name])
        if member.type.name in TEXTS:
            return dict(TEXTS[member.type.name])
        return self._ref(member.type.name)

    def _member_schema(self, member):
        schema = self._type(member)
        if member.label == "repeated":
            schema = {"type": "array", "items": schema}
        elif "$ref" in schema:
            schema = {"allOf": [schema]}
        schema["description"] = member.comment
        # The ADR's linter asks a format of all that has a day in its name.
        if re.search(r"\wDate", _camel(member.name)) and schema.get("format") is None:
            schema["format"] = "text"
        if member.deprecated:
            schema["deprecated"] = True
        if member.comment.startswith("Output only."):
            schema["readOnly"] = True
        return schema

    def _message_schema(self, message, without=(), requires=False):
        members = [one for one in message.members if one.name not in without]
        schema = {"type": "object", "description": message.comment,
                  "additionalProperties": False,
                  "properties": {_camel(one.name): self._member_schema(one)
                                 for one in members}}
        # A request id may stand in a header.
        required = [_camel(one.name) for one in members if requires
                    and one.comment.startswith("Required.")
                    and one.name not in ("request_id", "etag")]
        if required:
            schema["required"] = required
        return schema

    def _request_schema(self, rpc, without):
        """Of a body: what the address does not say already."""
        message = self._messages[rpc.request]
        name = self._name(rpc.request)
        self._schemas[name] = self._message_schema(message, without, requires=True)
        return {"$ref": f"#/components/schemas/{name}"}

    # What examples hold: days are texts.

    def _json(self, full_name, value):
        if full_name == DAY and isinstance(value, dict):
            return "%04d-%02d-%02d" % tuple(value.get(part, 0)
                                            for part in ("year", "month", "day"))
        message = self._messages.get(full_name)
        if message is None or not isinstance(value, dict):
            return value
        members = {_camel(one.name): one for one in message.members}
        # The ADR's linter takes what has one of these in its name for an operation.
        return {name: [self._json(members[name].type.name, one) for one in part]
                if isinstance(part, list) else self._json(members[name].type.name, part)
                for name, part in value.items()
                if not re.search(r"put|post|patch", name)}

    # Calls.

    def _operation(self, package, rpc, binding, number):
        message = self._messages[rpc.request]
        members = {one.name: one for one in message.members}
        path, parameters, bound = self._path(binding, message)
        service = rpc.service.rsplit(".", 1)[1]
        kind = "" if not number else "_" + re.sub(
            r"\W+", "_", re.sub(r"\{[^}]*\}", "", path)).strip("_")
        operation = {
            "operationId": f"{service}_{rpc.name}{kind}",
            "tags": [service],
            "summary": _first(rpc.comment),
            "description": self._description(rpc),
            "parameters": parameters,
            "responses": self._responses(package, rpc, binding),
        }
        if rpc.deprecated:
            operation["deprecated"] = True
        if not binding.body:
            operation["parameters"] += [
                self._query(one, rpc) for one in message.members
                if one.name not in bound
                and (not one.type.is_named or one.type.name in TEXTS
                     or one.type.name in self._enums)]
        elif binding.body != "*":
            operation["parameters"] += [
                self._query(one, rpc) for one in message.members
                if one.name not in (binding.body, *bound, "request_id")
                and one.name != binding.body]
        if binding.body:
            operation["requestBody"] = self._body(rpc, binding, members, bound)
            if "request_id" in members or rpc.request_streams:
                operation["parameters"].append(
                    {"$ref": "#/components/parameters/IdempotencyKey"})
        if binding.method != "GET" and self._has_etag(rpc.request):
            operation["parameters"].append({"$ref": "#/components/parameters/IfMatch"})
        if binding.method == "GET" and self._has_etag(rpc.response):
            operation["parameters"].append(
                {"$ref": "#/components/parameters/IfNoneMatch"})
            operation["responses"]["304"] = {
                "description": "It is still as `If-None-Match` says.",
                "headers": {"API-Version": self._header("ApiVersion"),
                            "ETag": self._header("ETag")}}
        operation["parameters"] += [{"$ref": "#/components/parameters/Actor"},
                                    {"$ref": "#/components/parameters/Traceparent"}]
        return path, operation

    def _has_etag(self, full_name):
        message = self._messages[full_name]
        return any(one.name == "etag" or (
            one.type.name in self._messages and one.label != "repeated" and any(
                part.name == "etag" for part in self._messages[one.type.name].members))
            for one in message.members)

    def _description(self, rpc):
        who = sorted({role for what, allowed, _ in rpc.rights if what == rpc.name
                      for role in allowed})
        told = f"\n\nFor: {', '.join(who)}." if who else ""
        return rpc.comment + told

    def _path(self, binding, message):
        """The address with its variables, without `/v1`; and which fields it says."""
        members = {one.name: one for one in message.members}
        parameters, bound = [], []

        def variable(found):
            field, shape = found[1], found[2]
            first = field.split(".")[0]
            bound.append(first if "." not in field else "")
            comment = members[first].comment
            said = []
            parts = shape.split("/")
            for i, part in enumerate(parts):
                if part != "*":
                    said.append(part)
                    continue
                name = _one(parts[i - 1])
                said.append("{%s}" % name)
                parameters.append({
                    "name": name, "in": "path", "required": True,
                    "description": f"Of `{_camel(first)}`, `{shape}`: {comment}"
                    if "." not in field else f"Of `{shape}`.",
                    "schema": {"type": "string"}})
            return "/".join(said)

        path = re.sub(r"\{([\w.]+)=([^}]*)\}", variable,
                      binding.pattern.removeprefix("/v1"))
        return path, parameters, [one for one in bound if one]

    def _query(self, member, rpc):
        schema = self._type(member)
        if member.label == "repeated":
            schema = {"type": "array", "items": schema}
        parameter = {"name": _camel(member.name), "in": "query",
                     "description": member.comment, "schema": schema}
        if member.comment.startswith("Required."):
            parameter["required"] = True
        request = rpc.example.request
        given = request.get(_camel(member.name)) if isinstance(request, dict) else None
        if given is not None:
            parameter["example"] = (
                [self._json(member.type.name, one) for one in given]
                if isinstance(given, list) else self._json(member.type.name, given))
        return parameter

    def _body(self, rpc, binding, members, bound):
        example = rpc.example.request
        if rpc.request_streams:
            return {"required": True,
                    "description": "A line for each message: the header, then rows.",
                    "content": {"application/x-ndjson": {
                        "schema": self._ref(rpc.request),
                        "example": self._json(rpc.request, example[0])}}}
        if binding.body == "*":
            schema = self._request_schema(rpc, bound)
            shown = self._json(rpc.request, {
                name: value for name, value in example.items()
                if name not in [_camel(one) for one in bound]})
        else:
            member = members[binding.body]
            schema = self._ref(member.type.name)
            shown = self._json(member.type.name, example[_camel(member.name)])
        return {"required": True,
                "content": {"application/json": {"schema": schema, "example": shown}}}

    def _responses(self, package, rpc, binding):
        message = self._messages[rpc.response]
        names = {one.name for one in message.members}
        headers = {"API-Version": self._header("ApiVersion"),
                   "Cache-Control": self._header("CacheControl")}
        if "etag" in names:
            headers["ETag"] = self._header("ETag")
        if "next_page_token" in names and binding.method == "GET":
            headers["Link"] = self._header("Link")
        example = rpc.example.answer
        if rpc.response_streams:
            content = {"application/x-ndjson": {
                "schema": self._ref(rpc.response),
                "example": self._json(rpc.response, example[0])}}
            if {"media_type", "chunk"} <= names:
                # To who accepts what the file is.
                content["*/*"] = {"schema": {"type": "string", "format": "binary"}}
        else:
            content = {"application/json": {
                "schema": self._ref(rpc.response),
                "example": self._json(rpc.response, example)}}
        done = {"description": _first(message.comment) or "It is done.",
                "headers": headers, "content": content}
        responses = {"200": done}
        if rpc.name.startswith("Create") and "name" in names:
            responses["201"] = {
                "description": done["description"] + ", made",
                "headers": {**headers, "Location": self._header("Location")},
                "content": content}
            done["description"] += ", as it would be (`validateOnly`)"
        told = {status: [] for status in ALWAYS}
        for reason in self._reasons_of(package, rpc):
            told.setdefault(STATUS[reason.code], []).append(reason)
        if self._has_etag(rpc.request) and binding.method != "GET":
            told[412] = [self._reasons["ETAG_STALE"]]
        for status in sorted(told):
            responses[str(status)] = self._refusal(status, told[status])
        responses["default"] = self._refusal(None, [])
        return responses

    def _reasons_of(self, package, rpc):
        """Those of every call, and those that its comment names."""
        own = {reason.name: reason for reason in package.reasons}
        named = [own.get(word) or self._reasons.get(word)
                 for word in re.findall(r"`([A-Z][A-Z_]+)`", rpc.comment)]
        usual = [one for one in self._contract.plumbing if one.name != "ETAG_STALE"]
        found = []
        for reason in [one for one in named if one] + usual:
            if reason not in found:
                found.append(reason)
        return found

    def _refusal(self, status, reasons):
        lines = [f"* `{one.name}`: {' '.join(one.meaning.split())}. "
                 f"{' '.join(one.advice.split())}" for one in reasons]
        title = TITLES.get(status, "Any other fault")
        # What is the same of many calls stands once.
        shared = all(one.domain == "nl.opvang" for one in reasons)
        name = f"Refused{status or ''}"
        if shared and name in self._responses_shared:
            return {"$ref": f"#/components/responses/{name}"}
        headers = {"API-Version": self._header("ApiVersion")}
        if status in (429, 503):
            headers["Retry-After"] = self._header("RetryAfter")
        response = {
            "description": "\n".join([title + ":", ""] + lines) if lines else title + ".",
            "headers": headers,
            "content": {"application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"}}}}
        if not shared:
            return response
        self._responses_shared[name] = response
        return {"$ref": f"#/components/responses/{name}"}

    # What is the same everywhere.

    @staticmethod
    def _header(name):
        return {"$ref": f"#/components/headers/{name}"}

    @staticmethod
    def _problem():
        text = {"type": "string"}
        return {
            "type": "object",
            "description": "Why a request was refused (RFC 9457).",
            "required": ["type", "title", "status", "detail", "instance"],
            "properties": {
                "type": {**text, "format": "uri",
                         "description": "`urn:problem-type:`, the domain and the reason."},
                "title": {**text, "description": "The reason in words; always the same."},
                "status": {"type": "integer", "format": "int32",
                           "description": "As the answer's."},
                "detail": {**text, "description": "What happened here, in one sentence."},
                "instance": {**text, "format": "uri", "description":
                             "Of this answer alone; the log has it too."},
                "reason": {**text, "description": "What to act on: `FIELD_INVALID`."},
                "domain": {**text, "description":
                           "Whose reason it is: a package of the contract, `nl.opvang` "
                           "of all services, `nl.opvang.gateway` of HTTP."},
                "metadata": {"type": "object", "additionalProperties": text,
                             "description": "Every value that `detail` mentions."},
                "errors": {
                    "type": "array",
                    "description": "All faults of the input.",
                    "items": {"type": "object", "required": ["field", "message"],
                              "properties": {
                                  "field": {**text, "description":
                                            "Where: `placeEntries[3].placeCount`."},
                                  "message": {**text, "description":
                                              "What it is and what it must be."}}}},
            },
        }

    @staticmethod
    def _parameters():
        def header(name, description, schema=None):
            return {"name": name, "in": "header", "description": description,
                    "schema": schema or {"type": "string"}}
        return {
            "IdempotencyKey": header(
                "Idempotency-Key",
                "Instead of `requestId`: a UUID chosen before the first try. The same "
                "with the same content gets the stored answer.",
                {"type": "string", "format": "uuid"}),
            "IfMatch": header("If-Match", "Instead of `etag`: that last seen."),
            "IfNoneMatch": header("If-None-Match", "Answered by 304 while it holds."),
            "Actor": header(
                "x-opvang-actor",
                "Who acts at the desk of the calling system: a pseudonym, or a signed "
                "claim; never a name."),
            "Traceparent": header("traceparent", "W3C Trace Context; passed on."),
        }

    @staticmethod
    def _headers():
        def header(description, kind="string"):
            return {"description": description, "schema": {"type": kind}}
        return {
            "ApiVersion": header("The version of this contract."),
            "CacheControl": header("`immutable` where the request names its revisions."),
            "ETag": header("Changes when it does; for `If-Match`."),
            "Link": header('The next page: `</v1/…>; rel="next"`; absent on the last.'),
            "Location": header("Where it is."),
            "RetryAfter": header("After how many seconds to try again.", "integer"),
        }
