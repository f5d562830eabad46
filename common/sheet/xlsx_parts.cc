#include "common/sheet/xlsx_parts.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "common/sheet/read_format.h"

namespace opvang::sheet {
namespace {

struct Relation {
  std::string id;
  std::string type;    // The last word of its name: "worksheet".
  std::string target;  // A part, or something outside.
  bool is_outside = false;
};

absl::Status Refuse(const std::string& sentence) {
  return absl::InvalidArgumentError(sentence);
}

// The part that `target` names within `folder`; ".." never leads outside,
// since it is only a name to look for.
std::string Resolve(absl::string_view folder, absl::string_view target) {
  std::vector<absl::string_view> steps;
  if (!absl::StartsWith(target, "/")) {
    steps = absl::StrSplit(folder, '/', absl::SkipEmpty());
  }
  for (const absl::string_view step :
       absl::StrSplit(target, absl::ByAnyChar("/\\"), absl::SkipEmpty())) {
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (step != ".") {
      steps.push_back(step);
    }
  }
  return absl::StrJoin(steps, "/");
}

std::pair<std::string, std::string> FolderAndName(absl::string_view part) {
  const size_t slash = part.rfind('/');
  if (slash == part.npos) return {"", std::string(part)};
  return {std::string(part.substr(0, slash + 1)),
          std::string(part.substr(slash + 1))};
}

absl::StatusOr<std::vector<Relation>> ReadRelations(Package& package,
                                                    absl::string_view of,
                                                    const Limits& limits) {
  const auto [folder, name] = FolderAndName(of);
  const auto part = package.Find(absl::StrCat(folder, "_rels/", name, ".rels"));
  if (!part.has_value()) {
    return Refuse(absl::StrCat("het werkboek mist zijn onderdeel '", folder,
                               "_rels/", name, ".rels'"));
  }
  std::vector<Relation> relations;
  RETURN_IF_ERROR(VisitXml(
      package, *part, limits,
      [&, in = folder](const XmlElement& element, absl::string_view) {
        if (element.name() != "rel:Relationship") return absl::OkStatus();
        if (relations.size() == 2000) {
          return Refuse("het werkboek heeft te veel verwijzingen");
        }
        const absl::string_view type = element.Text("Type");
        const absl::string_view target = element.Text("Target");
        const bool is_outside = element.Text("TargetMode") == "External";
        relations.push_back(
            {std::string(element.Text("Id")),
             std::string(type.substr(type.rfind('/') + 1)),
             is_outside ? std::string(target) : Resolve(in, target),
             is_outside});
        return absl::OkStatus();
      }));
  return relations;
}

absl::Status CheckMainType(absl::string_view type) {
  if (type ==
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet."
      "main+xml") {
    return absl::OkStatus();
  }
  if (absl::StrContains(type, "sheet.binary")) {
    return Refuse(
        "het werkboek is van de binaire soort (.xlsb); sla het op als XLSX");
  }
  return Refuse(
      "het bestand is geen werkboek maar een ander document; sla het op als "
      "XLSX");
}

// Refuses macros, by the types of the parts, and what is no workbook, by the
// type of the main one.
absl::Status CheckTypes(Package& package, const std::string& main_part,
                        const Limits& limits) {
  std::string main_type;
  std::string usual_type;  // Of parts that end like the main one.
  const std::string ending = main_part.substr(main_part.rfind('.') + 1);
  RETURN_IF_ERROR(VisitXml(
      package, *package.Find("[Content_Types].xml"), limits,
      [&](const XmlElement& element, absl::string_view) {
        const absl::string_view type = element.Text("ContentType");
        if (absl::StrContains(type, "vbaProject") ||
            (absl::StrContains(type, "macroEnabled") &&
             !absl::StrContains(type, "sheet.binary")) ||
            absl::StrContains(type, "macrosheet")) {
          return MacrosFound(type);
        }
        if (absl::EqualsIgnoreCase(element.Text("PartName"),
                                   absl::StrCat("/", main_part))) {
          main_type = std::string(type);
        }
        if (absl::EqualsIgnoreCase(element.Text("Extension"), ending)) {
          usual_type = std::string(type);
        }
        return absl::OkStatus();
      }));
  return CheckMainType(main_type.empty() ? usual_type : main_type);
}

absl::Status CheckNames(const Package& package) {
  for (const std::string& name : package.names()) {
    const std::string lower = absl::AsciiStrToLower(name);
    if (absl::EndsWith(lower, "vbaproject.bin") ||
        absl::StartsWith(lower, "xl/macrosheets/")) {
      return MacrosFound(name);
    }
    if (absl::StartsWith(lower, "xl/externallinks/") ||
        absl::StartsWith(lower, "xl/querytables/") ||
        lower == "xl/connections.xml") {
      return LinksFound(name);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> MainPart(Package& package, const Limits& limits) {
  ASSIGN_OR_RETURN(const auto relations, ReadRelations(package, "", limits));
  for (const Relation& relation : relations) {
    if (relation.type != "officeDocument" || relation.is_outside) continue;
    const auto part = package.Find(relation.target);
    if (part.has_value()) return *part;
  }
  return Refuse(
      "het bestand is geen werkboek in ODS of XLSX: het heeft geen hoofddeel");
}

// The sheets in their order, each with the relation that names its part.
struct Listed {
  XlsxSheet sheet;
  std::string relation;
};

absl::StatusOr<std::vector<Listed>> ReadSheetList(Package& package,
                                                  const std::string& main_part,
                                                  const Limits& limits,
                                                  XlsxBook& book) {
  std::vector<Listed> listed;
  RETURN_IF_ERROR(VisitXml(
      package, main_part, limits,
      [&](const XmlElement& element, absl::string_view around) {
        const absl::string_view name = element.name();
        if (name == "x:workbookPr") book.is_1904 = element.IsTrue("date1904");
        if (name == "x:externalReference")
          return LinksFound("xl/externalLinks");
        if (name != "x:sheet" || around != "x:sheets") return absl::OkStatus();
        if (static_cast<int>(listed.size()) == limits.sheets_max) {
          return Refuse(absl::StrCat("het werkboek heeft meer dan ",
                                     limits.sheets_max, " bladen"));
        }
        const absl::string_view state = element.Text("state");
        listed.push_back({{.name = std::string(element.Text("name")),
                           .is_hidden = !state.empty() && state != "visible",
                           .part = ""},
                          std::string(element.Text("r:id"))});
        return absl::OkStatus();
      }));
  return listed;
}

class StringsHandler final : public XmlHandler {
 public:
  explicit StringsHandler(const Limits& limits) : limits_(limits) {}

  absl::Status Begin(const XmlElement& element) override {
    const absl::string_view around =
        open_.empty() ? absl::string_view() : open_.back();
    const absl::string_view name = element.name();
    if (name == "x:si" && around == "x:sst") {
      if (static_cast<int>(strings.size()) == limits_.shared_strings_max) {
        return Refuse(absl::StrCat("het werkboek heeft meer dan ",
                                   limits_.shared_strings_max,
                                   " gedeelde teksten"));
      }
      strings.emplace_back();
      text_ = {};
    }
    // Not the reading aids (rPh) of East Asian texts.
    if (name == "x:t" && (around == "x:si" || around == "x:r") &&
        !strings.empty()) {
      in_text_ = true;
      preserve_ = element.Text("xml:space") == "preserve";
      raw_.clear();
    }
    open_.emplace_back(name);
    return absl::OkStatus();
  }

  absl::Status End() override {
    const bool ends_text = in_text_ && open_.back() == "x:t";
    const bool ends_string = open_.back() == "x:si" && !strings.empty();
    open_.pop_back();
    if (ends_string) strings.back() = text_.Take();
    if (!ends_text) return absl::OkStatus();
    in_text_ = false;
    text_.Add(raw_, preserve_);
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) override {
    if (!in_text_) return absl::OkStatus();
    bytes_ += static_cast<int64_t>(text.size());
    if (bytes_ > limits_.text_bytes_max) {
      return Refuse("het werkboek heeft meer tekst dan gelezen kan worden");
    }
    absl::StrAppend(&raw_, text);
    return absl::OkStatus();
  }

  std::vector<std::string> strings;

 private:
  const Limits& limits_;
  std::vector<std::string> open_;
  bool in_text_ = false;
  bool preserve_ = false;
  std::string raw_;
  RunText text_;
  int64_t bytes_ = 0;
};

void AppendUtf8(uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// The character that "_x000A_" at the front stands for; 0 when there is none.
uint32_t EscapedAt(absl::string_view text) {
  if (text.size() < 7 || !absl::StartsWith(text, "_x") || text[6] != '_') {
    return 0;
  }
  uint32_t code = 0;
  for (const char c : text.substr(2, 4)) {
    if (!absl::ascii_isxdigit(c)) return 0;
    code =
        code * 16 +
        (absl::ascii_isdigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10);
  }
  const bool is_character = code < 0xD800 || (code > 0xDFFF && code < 0xFFFE);
  return is_character ? code : 0;
}

}  // namespace

std::string StringOf(absl::string_view raw, bool preserve) {
  if (!preserve) raw = absl::StripAsciiWhitespace(raw);
  std::string text;
  for (size_t i = 0; i < raw.size(); ++i) {
    const uint32_t code = EscapedAt(raw.substr(i));
    if (code == 0) {
      text += raw[i];
      continue;
    }
    AppendUtf8(code, text);
    i += 6;
  }
  return text;
}

void RunText::Add(absl::string_view raw, bool preserve) {
  if (!preserve && text_.empty()) raw = absl::StripLeadingAsciiWhitespace(raw);
  const size_t inked = absl::StripTrailingAsciiWhitespace(raw).size();
  const std::string whole = StringOf(raw, /*preserve=*/true);
  const std::string tail = std::string(raw.substr(inked));
  text_ += whole;
  if (preserve) {
    kept_ = text_.size();
  } else if (inked > 0) {
    kept_ = text_.size() - tail.size();
  }
}

std::string RunText::Take() {
  std::string text = text_.substr(0, kept_);
  *this = {};
  return text;
}

absl::StatusOr<XlsxBook> ReadBook(Package& package, const Limits& limits) {
  RETURN_IF_ERROR(CheckNames(package));
  ASSIGN_OR_RETURN(const std::string main_part, MainPart(package, limits));
  RETURN_IF_ERROR(CheckTypes(package, main_part, limits));
  XlsxBook book;
  ASSIGN_OR_RETURN(std::vector<Listed> listed,
                   ReadSheetList(package, main_part, limits, book));
  ASSIGN_OR_RETURN(const auto relations,
                   ReadRelations(package, main_part, limits));
  std::map<std::string, const Relation*> by_id;
  for (const Relation& relation : relations) {
    if (absl::StrContains(relation.type, "externalLink") ||
        relation.is_outside) {
      return LinksFound(relation.target);
    }
    if (absl::StrContains(relation.type, "acrosheet")) {
      return MacrosFound(relation.target);
    }
    const std::string part =
        package.Find(relation.target).value_or(relation.target);
    // What is named and not there is not there.
    const bool is_there = package.Find(part).has_value();
    if (relation.type == "styles" && is_there) book.styles_part = part;
    if (relation.type == "sharedStrings" && is_there) {
      book.shared_strings_part = part;
    }
    by_id.emplace(relation.id, &relation);
  }
  for (Listed& one : listed) {
    const auto found = by_id.find(one.relation);
    if (found == by_id.end()) {
      return Refuse("het werkboek noemt een blad dat het niet heeft");
    }
    if (found->second->type == "worksheet") {
      one.sheet.part =
          package.Find(found->second->target).value_or(found->second->target);
    }
    book.sheets.push_back(std::move(one.sheet));
  }
  return book;
}

absl::StatusOr<std::vector<Shows>> ReadStyles(Package& package,
                                              const std::string& part,
                                              const Limits& limits) {
  std::map<int64_t, Shows> custom;
  std::vector<int64_t> ids;
  if (part.empty()) return std::vector<Shows>();
  RETURN_IF_ERROR(VisitXml(
      package, part, limits,
      [&](const XmlElement& element, absl::string_view around) -> absl::Status {
        if (element.name() == "x:numFmt" && around == "x:numFmts") {
          ASSIGN_OR_RETURN(const int64_t id, element.Count("numFmtId", 0));
          custom[id] = ShowsCode(element.Text("formatCode"));
        } else if (element.name() == "x:xf" && around == "x:cellXfs") {
          ASSIGN_OR_RETURN(const int64_t id, element.Count("numFmtId", 0));
          ids.push_back(id);
        }
        if (static_cast<int>(custom.size() + ids.size()) > limits.styles_max) {
          return Refuse("het werkboek heeft te veel opmaakstijlen");
        }
        return absl::OkStatus();
      }));
  std::vector<Shows> shows;
  for (const int64_t id : ids) {
    const auto found = custom.find(id);
    shows.push_back(found == custom.end() ? ShowsBuiltIn(id) : found->second);
  }
  return shows;
}

absl::StatusOr<std::vector<std::string>> ReadSharedStrings(
    Package& package, const std::string& part, const Limits& limits) {
  StringsHandler handler(limits);
  if (!part.empty()) RETURN_IF_ERROR(ReadXml(package, part, limits, handler));
  return std::move(handler.strings);
}

}  // namespace opvang::sheet
