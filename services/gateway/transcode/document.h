// Files that calls answer in pieces: a stream of messages with the fields
// `media_type` (said in the first) and `chunk`. Whoever accepts what the file
// is gets it as itself. Pure.
#ifndef OPVANG_SERVICES_GATEWAY_TRANSCODE_DOCUMENT_H_
#define OPVANG_SERVICES_GATEWAY_TRANSCODE_DOCUMENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace opvang::gateway {

bool AnswersFile(const google::protobuf::MethodDescriptor& rpc);

// Whether `Accept` names a type of files: not lines of JSON, nor just anything.
bool AsksForFile(absl::string_view accept);

// One message of such a stream.
struct Piece {
  std::string media_type, bytes;
};
Piece PieceOf(const google::protobuf::Message& message);

// "verslag-2024.html" of "provinces/pv23/reports/verslag-2024".
std::string FileNameOf(absl::string_view resource,
                       absl::string_view media_type);

// Whether a browser shows it; else it keeps it.
bool IsShown(absl::string_view media_type);

// What a browser may do with a page that was made for paper: show it, with its
// own style. It runs nothing, asks nobody for anything and is of no origin.
inline constexpr char kFilePolicy[] =
    "sandbox; script-src 'none'; connect-src 'none'; font-src 'none'; img-src "
    "data:; object-src 'none'; media-src 'none'; child-src 'none'; base-uri "
    "'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_TRANSCODE_DOCUMENT_H_
