#include "common/sheet/xml_reader.h"

#include <expat.h>
#include <malloc.h>

#include <cstdlib>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"

namespace opvang::sheet {
namespace {

// Between namespace and name; no XML can hold it.
constexpr char kSeparator = '\x01';

struct Namespace {
  absl::string_view uri;
  absl::string_view prefix;
};
constexpr Namespace kNamespaces[] = {
    {"urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"},
    {"urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"},
    {"urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"},
    {"urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"},
    {"urn:oasis:names:tc:opendocument:xmlns:script:1.0", "script"},
    {"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest"},
    {"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
     "calcext"},
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "x"},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", "x"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     "r"},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"},
    {"http://schemas.openxmlformats.org/package/2006/content-types", "ct"},
    {"http://schemas.openxmlformats.org/package/2006/relationships", "rel"},
    {"http://www.w3.org/XML/1998/namespace", "xml"},
};

absl::string_view PrefixOf(absl::string_view uri) {
  for (const Namespace& one : kNamespaces) {
    if (one.uri == uri) return one.prefix;
  }
  return "?";
}

// Splits "uri<separator>name"; the prefix is empty without a namespace.
std::pair<absl::string_view, absl::string_view> Split(absl::string_view full) {
  const size_t at = full.find(kSeparator);
  if (at == full.npos) return {"", full};
  return {PrefixOf(full.substr(0, at)), full.substr(at + 1)};
}

// What one parser may keep for itself: its names, and a tag it has not seen
// the end of. It cannot be told its limit, so its memory is counted.
constexpr size_t kParserBytesMax = 4 << 20;
thread_local size_t parser_bytes = 0;

void* Count(void* memory) {
  if (memory != nullptr) parser_bytes += malloc_usable_size(memory);
  return memory;
}
void* Allocate(size_t size) {
  if (parser_bytes + size > kParserBytesMax) return nullptr;
  return Count(std::malloc(size));
}
void Free(void* memory) {
  if (memory != nullptr) parser_bytes -= malloc_usable_size(memory);
  std::free(memory);
}
void* Reallocate(void* memory, size_t size) {
  const size_t former = memory == nullptr ? 0 : malloc_usable_size(memory);
  if (parser_bytes - former + size > kParserBytesMax) return nullptr;
  void* moved = std::realloc(memory, size);
  if (moved == nullptr) return nullptr;
  parser_bytes -= former;
  return Count(moved);
}

// One reading: what the parser calls, and the first thing that went wrong.
class Reading {
 public:
  Reading(Package& package, const std::string& part, const Limits& limits,
          XmlHandler& handler)
      : package_(package), part_(part), limits_(limits), handler_(handler) {
    static constexpr XML_Memory_Handling_Suite kCounted = {Allocate, Reallocate,
                                                           Free};
    // By what the file begins with and declares.
    parser_ = XML_ParserCreate_MM(nullptr, &kCounted, &kSeparatorText[0]);
    if (parser_ == nullptr) return;
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, Begin, End);
    XML_SetCharacterDataHandler(parser_, Text);
    XML_SetStartDoctypeDeclHandler(parser_, Doctype);
    XML_SetXmlDeclHandler(parser_, Declaration);
  }
  ~Reading() {
    if (parser_ != nullptr) XML_ParserFree(parser_);
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  absl::Status Take(absl::string_view piece, bool last) {
    if (parser_ == nullptr) return absl::ResourceExhaustedError("no memory");
    const auto parsed =
        XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()), last);
    if (!status_.ok()) return status_;
    if (parsed == XML_STATUS_OK) return absl::OkStatus();
    const XML_Error error = XML_GetErrorCode(parser_);
    if (error == XML_ERROR_NO_MEMORY) {
      return Fault(
          "heeft een langere tag of meer namen dan gelezen kunnen worden");
    }
    return Fault(absl::StrCat("is geen goede XML: ", XML_ErrorString(error)));
  }

 private:
  static constexpr char kSeparatorText[] = {kSeparator, '\0'};

  absl::Status Fault(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("onderdeel '", part_, "', regel ",
                     XML_GetCurrentLineNumber(parser_), ", ", what));
  }

  void Keep(absl::Status status) {
    if (status.ok() || !status_.ok()) return;
    status_ = std::move(status);
    XML_StopParser(parser_, XML_FALSE);
  }

  static Reading& Of(void* data) { return *static_cast<Reading*>(data); }

  static void Begin(void* data, const char* name, const char** attributes) {
    Reading& self = Of(data);
    if (!self.status_.ok()) return;
    if (++self.depth_ > self.limits_.depth_max) {
      return self.Keep(self.Fault(absl::StrCat(
          "heeft meer dan ", self.limits_.depth_max, " elementen in elkaar")));
    }
    if (!self.package_.CountElement()) {
      return self.Keep(
          self.Fault(absl::StrCat("gaat over de ", self.limits_.elements_max,
                                  " elementen van XML heen")));
    }
    self.Keep(self.handler_.Begin(XmlElement(name, attributes, self.name_)));
  }
  static void End(void* data, const char*) {
    Reading& self = Of(data);
    if (!self.status_.ok()) return;
    --self.depth_;
    self.Keep(self.handler_.End());
  }
  static void Text(void* data, const char* text, int length) {
    Reading& self = Of(data);
    if (!self.status_.ok()) return;
    self.Keep(self.handler_.Text({text, static_cast<size_t>(length)}));
  }
  static void Doctype(void* data, const char*, const char*, const char*, int) {
    Of(data).Keep(
        Of(data).Fault("heeft een DOCTYPE, en dat hoort niet in een werkboek"));
  }
  static void Declaration(void* data, const char*, const char* encoding, int) {
    if (encoding == nullptr) return;
    for (const char* known : {"UTF-8", "UTF-16", "US-ASCII", "ISO-8859-1"}) {
      if (absl::EqualsIgnoreCase(encoding, known)) return;
    }
    Of(data).Keep(Of(data).Fault(
        "is in een codering die niet gelezen wordt; sla het opnieuw op"));
  }

  Package& package_;
  const std::string& part_;
  const Limits& limits_;
  XmlHandler& handler_;
  XML_Parser parser_ = nullptr;
  int depth_ = 0;
  std::string name_;
  absl::Status status_;
};

class Visitor final : public XmlHandler {
 public:
  using Visit =
      absl::FunctionRef<absl::Status(const XmlElement&, absl::string_view)>;
  explicit Visitor(Visit visit) : visit_(visit) {}
  absl::Status Begin(const XmlElement& element) override {
    RETURN_IF_ERROR(
        visit_(element, names_.empty() ? absl::string_view() : names_.back()));
    names_.emplace_back(element.name());
    return absl::OkStatus();
  }
  absl::Status End() override {
    names_.pop_back();
    return absl::OkStatus();
  }
  absl::Status Text(absl::string_view) override { return absl::OkStatus(); }

 private:
  Visit visit_;
  std::vector<std::string> names_;
};

}  // namespace

XmlElement::XmlElement(const char* name, const char** attributes,
                       std::string& buffer)
    : name_(buffer), attributes_(attributes) {
  const auto [prefix, local] = Split(name);
  buffer.assign(prefix.data(), prefix.size());
  if (!prefix.empty()) buffer += ':';
  buffer.append(local.data(), local.size());
}

std::optional<absl::string_view> XmlElement::Get(
    absl::string_view attribute) const {
  const size_t colon = attribute.find(':');
  const absl::string_view prefix =
      colon == attribute.npos ? "" : attribute.substr(0, colon);
  const absl::string_view local =
      colon == attribute.npos ? attribute : attribute.substr(colon + 1);
  for (const char** one = attributes_; *one != nullptr; one += 2) {
    const absl::string_view full = one[0];
    if (!absl::EndsWith(full, local)) continue;
    if (Split(full) == std::make_pair(prefix, local)) return one[1];
  }
  return std::nullopt;
}

absl::StatusOr<int64_t> XmlElement::Count(absl::string_view attribute,
                                          int64_t otherwise) const {
  const auto text = Get(attribute);
  if (!text.has_value() || text->empty()) return otherwise;
  uint32_t count = 0;
  if (!absl::SimpleAtoi(*text, &count) || count > 0x7FFFFFFF) {
    return absl::InvalidArgumentError(absl::StrCat(
        attribute, " is '", Excerpt(*text, 40), "', en dat is geen aantal"));
  }
  return count;
}

absl::Status ReadXml(Package& package, const std::string& part,
                     const Limits& limits, XmlHandler& handler) {
  Reading reading(package, part, limits, handler);
  RETURN_IF_ERROR(package.Unpack(part, [&](absl::string_view piece) {
    return reading.Take(piece, /*last=*/false);
  }));
  return reading.Take("", /*last=*/true);
}

absl::Status VisitXml(
    Package& package, const std::string& part, const Limits& limits,
    absl::FunctionRef<absl::Status(const XmlElement&, absl::string_view)>
        visit) {
  Visitor visitor(visit);
  return ReadXml(package, part, limits, visitor);
}

}  // namespace opvang::sheet
