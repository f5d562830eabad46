// From the rows of a CSV file to the messages of a request, by reflection: a
// column is a field, so that a new field needs no new code.
#ifndef OPVANG_SERVICES_CLI_LOAD_ROWS_H_
#define OPVANG_SERVICES_CLI_LOAD_ROWS_H_

#include <map>
#include <string>
#include <vector>

#include "common/base/csv.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace opvang::cli {

// Sets one field from one cell; answers what is wrong with it, or nothing.
std::string SetField(const google::protobuf::FieldDescriptor& field,
                     const std::string& text,
                     google::protobuf::Message& message);

// Appends each row to the repeated message field `field` of `request`.
// Integers, text, days (2025-07-01), enum values in lower case without prefix,
// lists parted by `;`; an empty cell is absent. `GM0193` is read as
// `municipalities/gm0193` where a whole cell says so. `lines` gets the line of
// each message. Every fault is added as "FILE:LINE, column NAME: …".
void AppendRows(const std::string& file, const Csv& csv,
                const std::string& field, google::protobuf::Message& request,
                std::vector<int>& lines, std::vector<std::string>& faults);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_LOAD_ROWS_H_
