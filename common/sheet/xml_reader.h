// XML of unknown origin, read as a stream: no tree is built, and what the
// parser itself keeps is bounded.
#ifndef OPVANG_COMMON_SHEET_XML_READER_H_
#define OPVANG_COMMON_SHEET_XML_READER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/sheet/package.h"

namespace opvang::sheet {

// An element as it begins; valid during the call that gets it. Names carry the
// prefix by which this room knows a namespace, whatever the file calls it:
// "table:table-cell", "x:c" (the cells of XLSX), "?:c" of an unknown one.
class XmlElement {
 public:
  // `buffer` holds the name, so that not every element needs memory of its own.
  XmlElement(const char* name, const char** attributes, std::string& buffer);
  absl::string_view name() const { return name_; }
  // The attribute "office:value", or "ref" of no namespace.
  std::optional<absl::string_view> Get(absl::string_view attribute) const;
  // The same, empty without.
  absl::string_view Text(absl::string_view attribute) const {
    return Get(attribute).value_or("");
  }
  // As a whole number from 0 to 2³¹−1; `otherwise` without. Anything else is
  // INVALID_ARGUMENT.
  absl::StatusOr<int64_t> Count(absl::string_view attribute,
                                int64_t otherwise) const;
  bool IsTrue(absl::string_view attribute) const {
    const absl::string_view text = Text(attribute);
    return text == "1" || text == "true";
  }

 private:
  const std::string& name_;
  const char** attributes_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // An error ends the reading and is its outcome.
  virtual absl::Status Begin(const XmlElement& element) = 0;
  virtual absl::Status End() = 0;
  virtual absl::Status Text(absl::string_view text) = 0;
};

// Reads one part. INVALID_ARGUMENT for what is not well-formed, not UTF-8, has
// a DOCTYPE (and thereby any entity but the five), or goes deeper than
// `limits.depth_max`.
absl::Status ReadXml(Package& package, const std::string& part,
                     const Limits& limits, XmlHandler& handler);

// The same for parts without text: `visit` gets each element with the name of
// the one around it, empty for the root.
absl::Status VisitXml(
    Package& package, const std::string& part, const Limits& limits,
    absl::FunctionRef<absl::Status(const XmlElement&, absl::string_view)>
        visit);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_XML_READER_H_
