#include "common/sheet/xml_text.h"

#include "absl/strings/str_split.h"

namespace opvang::sheet {
namespace {

void Append(char c, std::string& xml) {
  switch (c) {
    case '&':
      xml += "&amp;";
      return;
    case '<':
      xml += "&lt;";
      return;
    case '>':
      xml += "&gt;";
      return;
    case '"':
      xml += "&quot;";
      return;
    case '\n':
      xml += "&#10;";
      return;
    case '\t':
      xml += "&#9;";
      return;
    default:
      xml += c;
  }
}

}  // namespace

std::string XmlText(absl::string_view text) {
  std::string xml;
  for (const char c : text) Append(c, xml);
  return xml;
}

std::string OdfParagraphs(absl::string_view text) {
  std::string xml;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    xml += "<text:p>";
    for (size_t i = 0; i < line.size(); ++i) {
      const bool folds = i == 0 || i + 1 == line.size() || line[i - 1] == ' ';
      if (line[i] == ' ' && folds) {
        xml += "<text:s/>";
      } else if (line[i] == '\t') {
        xml += "<text:tab/>";
      } else {
        Append(line[i], xml);
      }
    }
    xml += "</text:p>";
  }
  return xml;
}

}  // namespace opvang::sheet
