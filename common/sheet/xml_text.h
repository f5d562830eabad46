// XML as it is written: text with its five signs escaped.
#ifndef OPVANG_COMMON_SHEET_XML_TEXT_H_
#define OPVANG_COMMON_SHEET_XML_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace opvang::sheet {

// For an element or an attribute; line ends and tabs as references, so that
// they survive in an attribute.
std::string XmlText(absl::string_view text);

// The paragraphs of a cell: one for each line, with blanks and tabs as ODF
// writes those that would otherwise be folded.
std::string OdfParagraphs(absl::string_view text);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_XML_TEXT_H_
