"""The contract as its descriptors tell it, with the words beside them.

What is written of it (the pages of the reference) reads this and no descriptor.
"""

import dataclasses
import json
import pathlib
import re

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

Field = descriptor_pb2.FieldDescriptorProto
OURS = "nl.opvang."


@dataclasses.dataclass
class Type:
    """Of a field: a scalar by its name, or a message or enum by its full name."""
    name: str
    is_named: bool


@dataclasses.dataclass
class Member:
    """A field of a message."""
    name: str
    number: int
    type: Type
    label: str  # "repeated", "optional" or "".
    oneof: str
    deprecated: bool
    comment: str


@dataclasses.dataclass
class Message:
    full_name: str
    comment: str
    members: list
    oneofs: dict  # Comment by name.
    reserved: list
    deprecated: bool


@dataclasses.dataclass
class Value:
    name: str
    number: int
    deprecated: bool
    comment: str


@dataclasses.dataclass
class Enum:
    full_name: str
    comment: str
    values: list
    deprecated: bool


@dataclasses.dataclass
class Example:
    """One call and its answer; `proto/README.md` says what the files hold."""
    caller: str
    after: list
    given: list
    request: object
    answer: object
    shortened: dict


@dataclasses.dataclass
class Binding:
    """An address of REST: `google.api.http`."""
    method: str  # "GET"
    pattern: str  # "/v1/{parent=municipalities/*}/locations"
    body: str  # "", "*" or a field.


@dataclasses.dataclass
class Rpc:
    name: str
    service: str  # Full name.
    request: str
    response: str
    request_streams: bool
    response_streams: bool
    deprecated: bool
    comment: str
    introduction: str  # To this and those after it; mostly empty.
    rights: list  # Of (what, {role: area}, why), the call itself first.
    example: Example
    bindings: list

    @property
    def call(self):
        """As examples name it: `QuotaService.ListCycles`."""
        return self.service.rsplit(".", 1)[1] + "." + self.name


@dataclasses.dataclass
class Service:
    full_name: str
    comment: str
    rpcs: list


@dataclasses.dataclass
class Reason:
    name: str
    domain: str
    code: str
    meaning: str
    advice: str


@dataclasses.dataclass
class Package:
    name: str  # "nl.opvang.quotas.v1"
    comment: str
    services: list
    messages: list
    enums: list
    reasons: list

    @property
    def short(self):
        return self.name.split(".")[2]


@dataclasses.dataclass
class Contract:
    packages: list
    plumbing: list  # Reasons of domain nl.opvang.
    others: list  # Messages of google.type that fields use.


class _Comments:
    """What stands before an element, by its path in the file."""

    def __init__(self, file):
        self._by_path = {tuple(one.path): one for one in file.source_code_info.location}

    def at(self, *path):
        found = self._by_path.get(path)
        lines = found.leading_comments.split("\n") if found else []
        return "\n".join(line[1:] if line.startswith(" ") else line
                         for line in lines).strip()

    def before(self, *path):
        """What stands before that, on its own."""
        found = self._by_path.get(path)
        texts = found.leading_detached_comments if found else []
        return "\n\n".join(re.sub(r"(?m)^ ", "", text).strip() for text in texts)


class _Rules:
    """The options of methods, which Debian's Protobuf knows no class for."""

    def __init__(self, files):
        pool = descriptor_pool.DescriptorPool()
        for file in files:
            pool.Add(file)
        factory = message_factory.MessageFactory(pool)
        factory.GetMessages([file.name for file in files])
        self._options = factory.GetPrototype(
            pool.FindMessageTypeByName("google.protobuf.MethodOptions"))
        self._http = pool.FindExtensionByName("google.api.http")

    def of(self, method):
        options = self._options.FromString(method.options.SerializeToString())
        first = options.Extensions[self._http]
        return [Binding(rule.WhichOneof("pattern").upper(),
                        getattr(rule, rule.WhichOneof("pattern")), rule.body)
                for rule in (first, *first.additional_bindings)]


def _type(field):
    if field.type in (Field.TYPE_MESSAGE, Field.TYPE_ENUM):
        return Type(field.type_name.lstrip("."), True)
    return Type(Field.Type.Name(field.type)[len("TYPE_"):].lower(), False)


def _label(field):
    if field.label == Field.LABEL_REPEATED:
        return "repeated"
    return "optional" if field.proto3_optional else ""


def _enum(enum, scope, comments, path):
    return Enum(f"{scope}.{enum.name}", comments.at(*path), [
        Value(value.name, value.number, value.options.deprecated,
              comments.at(*path, 2, i)) for i, value in enumerate(enum.value)
    ], enum.options.deprecated)


def _message(message, scope, comments, path, messages, enums):
    """The message, then what is nested in it, depth first."""
    full_name = f"{scope}.{message.name}"
    members = []
    for i, field in enumerate(message.field):
        oneof = ""
        if field.HasField("oneof_index") and not field.proto3_optional:
            oneof = message.oneof_decl[field.oneof_index].name
        members.append(Member(field.name, field.number, _type(field), _label(field),
                              oneof, field.options.deprecated,
                              comments.at(*path, 2, i)))
    oneofs = {one.name: comments.at(*path, 8, i)
              for i, one in enumerate(message.oneof_decl)
              if any(member.oneof == one.name for member in members)}
    reserved = [number for gap in message.reserved_range
                for number in range(gap.start, gap.end)]
    messages.append(Message(full_name, comments.at(*path), members, oneofs, reserved,
                            message.options.deprecated))
    for i, nested in enumerate(message.nested_type):
        _message(nested, full_name, comments, (*path, 3, i), messages, enums)
    for i, enum in enumerate(message.enum_type):
        enums.append(_enum(enum, full_name, comments, (*path, 4, i)))


def _reasons(enums, package):
    """Meaning, then a paragraph of its own: "`NOT_FOUND`: what to do"."""
    reasons = []
    for value in (value for enum in enums if enum.full_name == f"{package}.ErrorReason"
                  for value in enum.values if value.number):
        said = re.fullmatch(r"(.*)\n\n`([A-Z_]+)`: (.*)", value.comment, re.DOTALL)
        if not said:
            raise SystemExit(f"{package}: {value.name} does not say its code and what "
                             "to do")
        reasons.append(Reason(value.name.removeprefix("ERROR_REASON_"), package,
                              said[2], said[1], said[3]))
    return reasons


def _rows(markdown, columns):
    """The cells of rows of that many columns."""
    for line in markdown.split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == columns:
            yield cells


def _plumbing(readme):
    return [Reason(cells[0].strip("`"), "nl.opvang", cells[1], cells[2], cells[3])
            for cells in _rows(readme, 4)
            if re.fullmatch(r"`[A-Z_]+`", cells[0])]


def _rights(page, service):
    """By method, what `tests/rights` found: of the call and of its parts."""
    part = page.split(f"\n## {service}\n")[1].split("\n## ")[0]
    why = dict(re.findall(r"(?m)^(\d+)\. (.*)$", part))
    roles, found = [], {}
    for line in part.split("\n"):
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in line.strip()[1:-1].split("|")]
        if not roles:
            roles = cells[1:-1]
        elif cells[0].startswith("`"):
            what = cells[0].strip("`")
            allowed = {role: area for role, area in zip(roles, cells[1:-1]) if area}
            found.setdefault(re.split(r"[. ]", what)[0], []).append(
                (what, allowed, why.get(cells[-1], "")))
    return found


def _example(folder, call):
    file = folder / (call.replace(".", "/") + ".json")
    kept = json.loads(file.read_text())
    return Example(kept["as"], kept.get("after", []), kept.get("given", []),
                   kept["request"], kept["answer"], kept.get("shortened", {}))


def read(descriptors, proto):
    """The contract of a FileDescriptorSet with source info; `proto` is the folder
    of the words beside it."""
    proto = pathlib.Path(proto)
    rights_page = (proto / "RIGHTS.md").read_text()
    files = descriptor_pb2.FileDescriptorSet.FromString(
        pathlib.Path(descriptors).read_bytes()).file
    rules = _Rules(files)
    packages, others = [], []
    for file in files:
        comments = _Comments(file)
        messages, enums, services = [], [], []
        for i, message in enumerate(file.message_type):
            _message(message, file.package, comments, (4, i), messages, enums)
        for i, enum in enumerate(file.enum_type):
            enums.append(_enum(enum, file.package, comments, (5, i)))
        if file.package == "google.type":
            others += messages
        if not file.package.startswith(OURS):
            continue
        for i, service in enumerate(file.service):
            rights = _rights(rights_page, service.name)
            full_name = f"{file.package}.{service.name}"
            services.append(Service(full_name, comments.at(6, i), [
                Rpc(method.name, full_name, method.input_type.lstrip("."),
                    method.output_type.lstrip("."), method.client_streaming,
                    method.server_streaming, method.options.deprecated,
                    comments.at(6, i, 2, m), comments.before(6, i, 2, m),
                    rights[method.name],
                    _example(proto / "reference" / "examples",
                             f"{service.name}.{method.name}"),
                    rules.of(method))
                for m, method in enumerate(service.method)]))
        packages.append(Package(file.package, comments.before(12), services, messages,
                                enums, _reasons(enums, file.package)))
    order = {name: i for i, name in enumerate(
        ("quotas", "locations", "housing", "reporting"))}
    packages.sort(key=lambda package: order.get(package.short, len(order)))
    return Contract(packages, _plumbing((proto / "README.md").read_text()), others)
