// The one rule of the ids under which commands write.
#ifndef OPVANG_SERVICES_CLI_SHELL_REQUEST_ID_H_
#define OPVANG_SERVICES_CLI_SHELL_REQUEST_ID_H_

#include <string>

#include "google/protobuf/message.h"

namespace opvang::cli {

// Made of what is written, without its id, and of what it stands on: the same
// twice is there once, and the same after something else holds again. What can
// happen once only, as a thing of a name, stands on nothing; a step that may be
// undone on the write that last undid it; a delivery on the write in which it
// was said before (`SayOnce`); a workbook on the revisions that it was compared
// with.
std::string RequestIdFor(const google::protobuf::Message& request,
                         const std::string& stands_on = "");

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_REQUEST_ID_H_
