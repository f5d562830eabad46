#include "services/gateway/transcode/plain_page.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/area_name.h"
#include "common/base/dutch.h"
#include "common/base/enum_word.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "common/base/status.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/gateway/transcode/json.h"
#include "services/gateway/transcode/media.h"

namespace opvang::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;
using google::type::Date;
using Cpp = FieldDescriptor::CppType;
using Fields = std::vector<const FieldDescriptor*>;

constexpr char kRoot[] = "/v1/";
// A table that is wider is a list instead.
constexpr size_t kColumnsMax = 9;
// Where an area that is named leads to.
constexpr char kAreaFirst[] = "/locations";
// For programs, or said by the page otherwise.
constexpr const char* kUnshown[] = {"etag", "next_page_token"};

std::string Escape(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string Capitalised(std::string text) {
  if (!text.empty()) text[0] = absl::ascii_toupper(text[0]);
  return text;
}

// "plekken" of "place_count"; of what has no Dutch its own words.
std::string LabelOf(absl::string_view name) {
  // By which it is asked; what people call it is `display_name`.
  if (name == "name") return "verwijzing";
  const std::string dutch = DutchFieldName(name);
  return dutch.empty() ? absl::StrReplaceAll(name, {{"_", " "}}) : dutch;
}

// "Duurzame voorraad" of an address that ends in "/durable-stocks"; of what has
// no Dutch its last words.
std::string LastWords(const std::string& address) {
  const std::string last = address.substr(address.rfind('/') + 1);
  const std::string dutch =
      DutchFieldName(absl::StrReplaceAll(last, {{"-", "_"}}));
  return dutch.empty() ? last : Capitalised(dutch);
}

// "gemeente Zwolle (gm0193)"; of what is no area its name.
std::string Called(const std::string& name) {
  return DutchName(name).has_value() ? AreaShown(name) : name;
}

bool IsRead(const Routes& routes, const std::string& path) {
  return routes.Find("GET", path).route != nullptr;
}

// What there is under `path`: the last words of addresses, "/locations".
std::vector<std::string> CollectionsUnder(const Routes& routes,
                                          const std::string& path) {
  std::set<std::string> found;
  for (const auto& route : routes.all()) {
    const size_t end = route->pattern.rfind('}');
    if (route->method != "GET" || end == std::string::npos) continue;
    const std::string suffix = route->pattern.substr(end + 1);
    if (suffix.rfind('/') != 0) continue;
    if (routes.Find("GET", path + suffix).route == route.get()) {
      found.insert(suffix);
    }
  }
  return {found.begin(), found.end()};
}

class PageWriter {
 public:
  explicit PageWriter(const AskedPage& asked) : asked_(asked) {}

  std::string Whole(const std::string& title, absl::string_view body,
                    bool is_open) const {
    return absl::StrCat(
        "<!DOCTYPE html>\n<html lang=\"nl\">\n<head>\n<meta "
        "charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>",
        Escape(title),
        " · Opvang</title>\n<link rel=\"icon\" href=\"data:,\">\n<link "
        "rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n<a "
        "class=\"skip\" href=\"#inhoud\">Naar de inhoud</a>\n<header "
        "class=\"site\"><div class=\"wrap\"><p class=\"name\"><a "
        "href=\"/\">Opvang</a></p></div></header>\n<main id=\"inhoud\" "
        "tabindex=\"-1\"><div class=\"wrap\">\n",
        Trail(), "<h1>", Escape(title), "</h1>\n", body, Form(is_open),
        Around(),
        "</div></main>\n<footer class=\"site wrap\"><p>Elk cijfer is te openen "
        "tot de bron. Onbekend is geen nul: wat hier niet staat, is niet "
        "opgegeven of voor u niet te zien.</p></footer>\n</body>\n</html>\n");
  }

  // All fields that are there, each list after what is said once.
  void Add(const Message& message, int depth, std::string& html) const {
    std::string facts, lists;
    for (const FieldDescriptor* field : FieldsOf(*message.GetDescriptor())) {
      if (!IsThere(message, *field)) continue;
      const std::string label = Escape(Capitalised(LabelOf(field->name())));
      if (IsText(*field)) {
        absl::StrAppend(&facts, "<div><dt>", label, "</dt><dd>",
                        ValueOf(message, *field), "</dd></div>\n");
        continue;
      }
      if (field->is_repeated()) {
        AddList(message, *field, label, depth, lists);
      } else {
        absl::StrAppend(&lists, Heading(label, depth));
        Add(message.GetReflection()->GetMessage(message, field), depth + 1,
            lists);
      }
    }
    if (!facts.empty()) {
      absl::StrAppend(&html, "<dl class=\"facts\">\n", facts, "</dl>\n");
    }
    html += lists;
  }

 private:
  static Fields FieldsOf(const Descriptor& type) {
    Fields fields;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      if (field->type() == FieldDescriptor::TYPE_BYTES) continue;
      if (absl::c_linear_search(kUnshown, field->name())) continue;
      fields.push_back(field);
    }
    return fields;
  }

  // What has no presence is said, but for a text or a word that is empty.
  static bool IsThere(const Message& message, const FieldDescriptor& field) {
    const auto& of = *message.GetReflection();
    if (field.is_repeated()) return of.FieldSize(message, &field) > 0;
    return of.HasField(message, &field) ||
           (!field.has_presence() && field.cpp_type() != Cpp::CPPTYPE_STRING &&
            field.cpp_type() != Cpp::CPPTYPE_ENUM);
  }

  static std::string Heading(absl::string_view text, int depth) {
    const int level = std::min(depth + 2, 6);
    return absl::StrCat("<h", level, ">", text, "</h", level, ">\n");
  }

  void AddList(const Message& message, const FieldDescriptor& list,
               const std::string& label, int depth, std::string& html) const {
    const auto& of = *message.GetReflection();
    const int count = of.FieldSize(message, &list);
    Fields columns;
    bool fits = true;
    for (const FieldDescriptor* field : FieldsOf(*list.message_type())) {
      for (int i = 0; i < count; ++i) {
        if (!IsThere(of.GetRepeatedMessage(message, &list, i), *field)) {
          continue;
        }
        fits = fits && IsText(*field);
        columns.push_back(field);
        break;
      }
    }
    if (!fits || columns.size() > kColumnsMax) {
      html += Heading(label, depth);
      for (int i = 0; i < count; ++i) {
        const Message& one = of.GetRepeatedMessage(message, &list, i);
        absl::StrAppend(&html, "<section>",
                        Heading(Escape(TitleOf(one, i)), depth + 1));
        Add(one, depth + 2, html);
        html += "</section>\n";
      }
      return;
    }
    absl::StrAppend(&html,
                    "<div class=\"scroll\" tabindex=\"0\"><table>\n<caption>",
                    label, "</caption>\n<thead><tr>");
    for (const FieldDescriptor* field : columns) {
      absl::StrAppend(&html, "<th scope=\"col\"", ClassOf(*field), ">",
                      Escape(Capitalised(LabelOf(field->name()))), "</th>");
    }
    html += "</tr></thead>\n<tbody>\n";
    for (int i = 0; i < count; ++i) {
      const Message& one = of.GetRepeatedMessage(message, &list, i);
      html += "<tr>";
      for (const FieldDescriptor* field : columns) {
        absl::StrAppend(&html, "<td", ClassOf(*field), ">",
                        IsThere(one, *field) ? ValueOf(one, *field) : "–",
                        "</td>");
      }
      html += "</tr>\n";
    }
    html += "</tbody></table></div>\n";
  }

  static const char* ClassOf(const FieldDescriptor& field) {
    return !field.is_repeated() && IsNumber(field) ? " class=\"num\"" : "";
  }
  static bool IsNumber(const FieldDescriptor& field) {
    return field.cpp_type() == Cpp::CPPTYPE_INT32 ||
           field.cpp_type() == Cpp::CPPTYPE_INT64 ||
           field.cpp_type() == Cpp::CPPTYPE_UINT32;
  }

  // What one of a list is called, or which it is.
  static std::string TitleOf(const Message& message, int index) {
    for (const char* name : {"display_name", "subject_display_name", "name",
                             "subject", "municipality", "location"}) {
      const auto* field = message.GetDescriptor()->FindFieldByName(name);
      if (field == nullptr || field->is_repeated() ||
          field->cpp_type() != Cpp::CPPTYPE_STRING) {
        continue;
      }
      const std::string text =
          message.GetReflection()->GetString(message, field);
      if (text.empty()) continue;
      return Called(text);
    }
    return absl::StrCat("Nr. ", index + 1);
  }

  std::string ValueOf(const Message& message,
                      const FieldDescriptor& field) const {
    const auto& of = *message.GetReflection();
    if (!field.is_repeated()) return OneOf(message, field, -1);
    std::vector<std::string> values;
    for (int i = 0; i < of.FieldSize(message, &field); ++i) {
      values.push_back(OneOf(message, field, i));
    }
    return absl::StrJoin(values, "<br>");
  }

  // Of a list the one at `index`.
  std::string OneOf(const Message& message, const FieldDescriptor& field,
                    int index) const {
    const auto& of = *message.GetReflection();
    const bool listed = field.is_repeated();
    switch (field.cpp_type()) {
      case Cpp::CPPTYPE_BOOL:
        return (listed ? of.GetRepeatedBool(message, &field, index)
                       : of.GetBool(message, &field))
                   ? "ja"
                   : "nee";
      case Cpp::CPPTYPE_INT32:
        return CountShown(field,
                          listed ? of.GetRepeatedInt32(message, &field, index)
                                 : of.GetInt32(message, &field));
      case Cpp::CPPTYPE_INT64:
        return CountShown(field,
                          listed ? of.GetRepeatedInt64(message, &field, index)
                                 : of.GetInt64(message, &field));
      case Cpp::CPPTYPE_ENUM:
        return WordShown(*(listed ? of.GetRepeatedEnum(message, &field, index)
                                  : of.GetEnum(message, &field)));
      case Cpp::CPPTYPE_STRING:
        return TextShown(listed ? of.GetRepeatedString(message, &field, index)
                                : of.GetString(message, &field));
      case Cpp::CPPTYPE_MESSAGE: {
        const Message& part =
            listed ? of.GetRepeatedMessage(message, &field, index)
                   : of.GetMessage(message, &field);
        if (const auto* day = dynamic_cast<const Date*>(&part)) {
          return DutchDay(
              absl::CivilDay(day->year(), day->month(), day->day()));
        }
        if (const auto* time = dynamic_cast<const Timestamp*>(&part)) {
          return DutchTime(absl::FromUnixSeconds(time->seconds()) +
                           absl::Nanoseconds(time->nanos()));
        }
        return Escape(part.ShortDebugString());
      }
      default:
        // No contract of ours has such a field; `json_test` sees to it.
        return "";
    }
  }

  static std::string CountShown(const FieldDescriptor& field, int64_t count) {
    return absl::EndsWith(field.name(), "year") ? absl::StrCat(count)
                                                : DutchCount(count);
  }

  static std::string WordShown(
      const google::protobuf::EnumValueDescriptor& value) {
    const std::string word = EnumWord(value), dutch = DutchWord(word);
    return Escape(dutch.empty() ? absl::StrReplaceAll(word, {{"_", " "}})
                                : dutch);
  }

  // A name leads to what it names.
  std::string TextShown(const std::string& text) const {
    const std::string shown = Escape(Called(text));
    if (!absl::StrContains(text, '/')) return shown;
    for (const char* suffix : {"", kAreaFirst}) {
      const std::string address = absl::StrCat(kRoot, text, suffix);
      if (!IsRead(asked_.routes, address)) continue;
      return absl::StrCat("<a href=\"", LinkTo(address), "\">", shown, "</a>");
    }
    return shown;
  }

  // Asked as of the day of now, where a call wants a day.
  std::string LinkTo(const std::string& address) const {
    const Route* route = asked_.routes.Find("GET", address).route;
    const bool wants_day =
        route != nullptr &&
        route->rpc->input_type()->FindFieldByName("as_of_date") != nullptr;
    return Escape(wants_day ? absl::StrCat(address, "?asOfDate=", asked_.today)
                            : address);
  }

  // Where this is: the address before its last words, as far as it can be read.
  std::string Trail() const {
    std::string items = "<li><a href=\"/\">Begin</a></li>";
    for (size_t end = asked_.path.find('/', sizeof(kRoot) - 1);
         end != std::string::npos; end = asked_.path.find('/', end + 1)) {
      const std::string address = asked_.path.substr(0, end);
      if (!IsRead(asked_.routes, address)) continue;
      absl::StrAppend(&items, "<li><a href=\"", LinkTo(address), "\">",
                      Escape(LastWords(address)), "</a></li>");
    }
    return absl::StrCat("<nav class=\"crumbs\" aria-label=\"Waar u bent\"><ol>",
                        items, "</ol></nav>\n");
  }

  // What else is said of the same, or of what this is within.
  std::string Around() const {
    std::string about = asked_.path;
    std::vector<std::string> all = CollectionsUnder(asked_.routes, about);
    if (all.empty()) {
      about.resize(std::min(about.rfind('/'), about.size()));
      all = CollectionsUnder(asked_.routes, about);
    }
    if (all.empty()) return "";
    const std::string name(absl::StripPrefix(about, kRoot));
    std::string html = absl::StrCat(
        "<nav aria-labelledby=\"verder\"><h2 id=\"verder\">Meer over ",
        Escape(Called(name)), "</h2>\n<ul class=\"choices\">\n");
    for (const std::string& suffix : all) {
      absl::StrAppend(&html, "<li><a href=\"", LinkTo(about + suffix), "\">",
                      Escape(LastWords(suffix)), "</a></li>\n");
    }
    return html + "</ul></nav>\n";
  }

  // The fields of the request that its address does not say.
  std::string Form(bool is_open) const {
    if (asked_.route == nullptr) return "";
    std::string fields;
    const Descriptor& type = *asked_.route->rpc->input_type();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const bool in_address = absl::c_any_of(
          asked_.route->variables,
          [&](const Variable& one) { return one.field == field.name(); });
      if (in_address || !IsText(field) || field.name() == "page_token") {
        continue;
      }
      fields += InputFor(field);
    }
    if (fields.empty()) return "";
    return absl::StrCat(
        "<details", is_open ? " open" : "",
        "><summary>Anders vragen</summary>\n<form method=\"get\" action=\"",
        Escape(asked_.path), "\" class=\"chooser\">\n", fields,
        "<button type=\"submit\">Vraag</button>\n</form></details>\n");
  }

  std::string InputFor(const FieldDescriptor& field) const {
    const std::string name = field.json_name();
    const std::string told = Told(name);
    std::string html =
        absl::StrCat("<div class=\"field\"><label for=\"", name, "\">",
                     Escape(Capitalised(LabelOf(field.name()))), "</label>");
    const auto add = [&](absl::string_view type) {
      absl::StrAppend(&html, "<input id=\"", name, "\" name=\"", name,
                      "\" type=\"", type, "\" value=\"", Escape(told), "\">");
    };
    if (field.cpp_type() == Cpp::CPPTYPE_ENUM ||
        field.cpp_type() == Cpp::CPPTYPE_BOOL) {
      absl::StrAppend(&html, "<select id=\"", name, "\" name=\"", name,
                      "\"><option value=\"\"></option>");
      const auto option = [&](const std::string& value,
                              const std::string& word) {
        absl::StrAppend(&html, "<option value=\"", value, "\"",
                        value == told ? " selected" : "", ">", word,
                        "</option>");
      };
      if (field.cpp_type() == Cpp::CPPTYPE_BOOL) {
        option("true", "ja");
      } else {
        for (int i = 0; i < field.enum_type()->value_count(); ++i) {
          const auto& value = *field.enum_type()->value(i);
          if (value.number() != 0) option(value.name(), WordShown(value));
        }
      }
      html += "</select>";
    } else {
      add(field.message_type() == Date::descriptor() ? "date"
          : IsNumber(field)                          ? "number"
                                                     : "text");
    }
    return html + "</div>\n";
  }

  // What the query says of it, once.
  std::string Told(absl::string_view name) const {
    for (const absl::string_view one : absl::StrSplit(asked_.query, '&')) {
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(one, absl::MaxSplits('=', 1));
      std::string value;
      if (parts.first == name && PercentDecode(parts.second, true, value)) {
        return value;
      }
    }
    return "";
  }

  const AskedPage& asked_;
};

// Of a field that was left out, or left empty.
bool IsLacking(const FieldViolation& fault) {
  return absl::StartsWith(fault.description, "is missing") ||
         absl::StartsWith(fault.description, "is \"\"");
}

std::string DutchOfStatus(int status) {
  switch (status) {
    case 401:
      return "Meld u aan: de dienst weet niet wie u bent";
    case 403:
      return "Uw organisatie mag dit niet zien";
    case 404:
      return "Dat is er niet";
    case 429:
    case 503:
      return "De dienst is te druk of niet te bereiken; probeer het zo opnieuw";
    case 500:
      return "In de dienst ging iets mis; meld dit aan de beheerder";
    default:
      return status < 500 ? "De vraag klopt niet"
                          : "De dienst antwoordt niet zoals het hoort";
  }
}

}  // namespace

bool AsksForPage(absl::string_view accept) {
  bool page = false;
  for (const absl::string_view range : absl::StrSplit(accept, ',')) {
    const std::string type = MediaTypeOf(range);
    if (type == kJsonType || type == kLinesType) return false;
    page |= type == "text/html" && Accepts(range, type);
  }
  return page;
}

std::string PlainPage(const Message& answer, const AskedPage& asked,
                      absl::string_view next) {
  const PageWriter writer(asked);
  const std::string about(
      absl::StripPrefix(asked.path.substr(0, asked.path.rfind('/')), kRoot));
  std::string title = LastWords(asked.path);
  if (DutchName(about).has_value()) {
    absl::StrAppend(&title, ", ", AreaShown(about));
  }
  std::string body;
  writer.Add(answer, 0, body);
  if (!next.empty()) {
    absl::StrAppend(&body, "<p><a rel=\"next\" href=\"", Escape(next),
                    "\">Volgende bladzijde</a></p>\n");
  }
  return writer.Whole(title, body, /*is_open=*/false);
}

std::string PlainPageOf(const Problem& problem, const absl::Status& status,
                        const AskedPage& asked) {
  const auto faults = ViolationsIn(status);
  const bool only_lacks = !faults.empty() && absl::c_all_of(faults, IsLacking);
  std::string body = "<div class=\"refusal\">\n";
  if (faults.empty()) {
    absl::StrAppend(&body, "<p lang=\"en\">", Escape(problem.detail), "</p>\n");
  } else {
    body += "<ul>\n";
  }
  for (const FieldViolation& fault : faults) {
    absl::StrAppend(&body, "<li>", Escape(LabelOf(fault.field)),
                    ": <span lang=\"en\">", Escape(fault.description),
                    "</span></li>\n");
  }
  absl::StrAppend(&body, faults.empty() ? "" : "</ul>", "</div>\n");
  return PageWriter(asked).Whole(
      only_lacks ? "Zeg wat u wilt weten" : DutchOfStatus(problem.status), body,
      /*is_open=*/true);
}

std::string WithoutEmpty(absl::string_view query) {
  std::vector<absl::string_view> kept;
  for (const absl::string_view one : absl::StrSplit(query, '&')) {
    if (!absl::EndsWith(one, "=")) kept.push_back(one);
  }
  return absl::StrJoin(kept, "&");
}

}  // namespace opvang::gateway
