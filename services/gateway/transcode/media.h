// What a request says of types and versions of an answer (RFC 9110). Pure.
#ifndef OPVANG_SERVICES_GATEWAY_TRANSCODE_MEDIA_H_
#define OPVANG_SERVICES_GATEWAY_TRANSCODE_MEDIA_H_

#include <string>

#include "absl/strings/string_view.h"

namespace opvang::gateway {

inline constexpr char kJsonType[] = "application/json";
inline constexpr char kLinesType[] = "application/x-ndjson";
inline constexpr char kPageType[] = "text/html; charset=utf-8";
inline constexpr char kProblemType[] = "application/problem+json";

// The media type of a header, without its parameters, in lower case.
std::string MediaTypeOf(absl::string_view header);

// Whether `Accept` takes that type; one with quality 0 it does not.
bool Accepts(absl::string_view accept, absl::string_view type);

// Whether a list of etags, as of If-None-Match, has that one.
bool HasEtag(absl::string_view list, absl::string_view etag);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_TRANSCODE_MEDIA_H_
