// The styles of an ODS workbook: what `LookOf` and `Notation` mean in ODF.
#ifndef OPVANG_COMMON_SHEET_ODS_STYLES_H_
#define OPVANG_COMMON_SHEET_ODS_STYLES_H_

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "common/sheet/cell_formats.h"

namespace opvang::sheet {

// The namespaces that our ODS parts use, as attributes of their roots.
inline constexpr char kOdfNamespaces[] =
    " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
    " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""
    " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
    " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
    " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""
    " xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\""
    " xmlns:of=\"urn:oasis:names:tc:opendocument:xmlns:of:1.2\""
    " xmlns:loext=\"urn:org:documentfoundation:names:experimental:office:xmlns:"
    "loext:1.0\" office:version=\"1.2\"";

// "input-day": the style of a cell, by which content.xml names it.
std::string OdsStyleName(const Format& format);

// The automatic styles of content.xml for these formats, column widths and
// heights in points: "column-24", "row-30", and "row" for a height that fits.
std::string OdsAutomaticStyles(const std::set<Format>& formats,
                               const std::set<int>& width_characters,
                               const std::set<int>& height_points,
                               absl::string_view language);

// styles.xml: the usual font and language, and the pages "portrait" and
// "landscape": A4, as wide as the sheet, numbered.
std::string OdsStylesPart(absl::string_view language);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_ODS_STYLES_H_
