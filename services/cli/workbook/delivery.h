// What is sent of a workbook: the changes as facts of the contract, each with
// its source; and the way back from a fault to its cell. Pure.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_DELIVERY_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_DELIVERY_H_

#include <map>
#include <string>
#include <vector>

#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/cli/workbook/compare.h"
#include "services/cli/workbook/file_rows.h"

namespace opvang::cli::workbook {

// The fields of `part` that a message has, in the notation of records.
Fields FieldsOf(Part part, const google::protobuf::Message& message);

// Placements as a workbook shows them: per day and kind what is left of them
// after corrections.
Snapshot PlacementRecords(
    const std::vector<nl::opvang::housing::v1::Placement>& placements);

// "We have none" as a workbook shows it.
void AddNilReturns(
    const std::vector<nl::opvang::locations::v1::NilReturn>& of_places,
    const std::vector<nl::opvang::housing::v1::NilReturn>& of_persons,
    Snapshot& snapshot);

struct Delivery {
  nl::opvang::locations::v1::DeliverLocationsRequest locations;
  nl::opvang::housing::v1::DeliverHousingRequest housing;
  nl::opvang::reporting::v1::DeliverTextsRequest reporting;
  // Where each message of a list comes from: "place_entries".
  std::map<std::string, std::vector<const Statement*>> origins;
};

// What a file is called in the source of its facts: "werkboek sha256:…".
struct Wrapping {
  std::string municipality;  // "municipalities/gm0193"
  std::string stem;
  std::string sha256;
};

// `statements` must outlive the delivery. Housed persons become events: what is
// on record of a day and kind is corrected to nothing, then said anew.
Delivery MakeDelivery(
    const Wrapping& wrapping, const std::vector<Change>& changes,
    const Statements& statements,
    const std::vector<nl::opvang::housing::v1::Placement>& placements);

// A fault that a service found, at the cell it comes from.
Message AtCell(const Delivery& delivery, const std::string& field,
               const std::string& description);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_DELIVERY_H_
