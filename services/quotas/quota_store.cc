#include "services/quotas/quota_store.h"

#include "common/base/calendar.h"

namespace opvang::quotas {
namespace {

Table<SplitInput> SplitInputs() {
  const auto share = [](const char* field) {
    return FieldOf(&SplitInput::share, field);
  };
  return {"split_inputs",
          "split, revision, municipality, inhabitant_count, "
          "score_thousandths, substituted",
          {{"split", ColumnOf(&SplitInput::split)},
           {"municipality", share("municipality")},
           {"inhabitant_count", share("inhabitant_count")},
           {"score_thousandths", share("score_thousandths")},
           {"substituted", share("substituted")}}};
}

Table<RedistributionChange> RedistributionChanges() {
  const auto change = [](const char* field) {
    return FieldOf(&RedistributionChange::change, field);
  };
  return {"redistribution_changes",
          "redistribution, revision, municipality, change_count, "
          "amv_change_count",
          {{"redistribution", ColumnOf(&RedistributionChange::redistribution)},
           {"municipality", change("municipality")},
           {"change_count", change("change_count")},
           {"amv_change_count", change("amv_change_count")}}};
}

Table<RedistributionEnd> RedistributionEnds() {
  return {"redistribution_ends",
          "redistribution, revision, end_date, source",
          {{"redistribution", ColumnOf(&RedistributionEnd::redistribution)},
           {"end_date", ColumnOf(&RedistributionEnd::end_date)},
           {"source", ColumnOf(&RedistributionEnd::source)}}};
}

Table<TransferStep> TransferSteps() {
  const auto step = [](const char* field) {
    return FieldOf(&TransferStep::step, field);
  };
  return {"transfer_steps",
          "transfer, revision, kind, step_date, source, municipality",
          {{"transfer", ColumnOf(&TransferStep::transfer)},
           {"kind", step("kind")},
           {"step_date", step("step_date")},
           {"source", step("source")},
           {"municipality", step("municipality")}}};
}

// Only asylum is split by scores.
Column<pb::Split> ScoreYear() {
  Column<pb::Split> column = Field<pb::Split>("score_year");
  column.write = [](const pb::Split& split) -> Value {
    return split.duty() == pb::DUTY_ASYLUM
               ? std::optional<int32_t>(split.score_year())
               : std::nullopt;
  };
  return column;
}

}  // namespace

const QuotaTables& AllQuotaTables() {
  static const auto* const kTables = new QuotaTables{
      {"cycles",
       "name, revision, display_name, window_start_date, window_end_date, "
       "realisation_start_date, realisation_end_date, report_due_date, "
       "decision_due_date, source, estimate_due_date, delivery_date, "
       "term_start_date, term_end_date"},
      {"cycle_steps", "cycle, state, step_date, revision, retracted, source"},
      {"estimates",
       "cycle, publish_date, revision, place_count, amv_count, source"},
      {"national_targets",
       "half_year, publish_date, revision, person_count, source"},
      {"populations",
       "municipality, reference_date, revision, inhabitant_count, source"},
      {"scores",
       "municipality, reference_year, revision, score_thousandths, source"},
      {"successions",
       "municipality, successor, revision, start_date, weight, source"},
      {"exchanges",
       "name, revision, municipality, duty, count, counterpart, "
       "counterpart_duty, counterpart_count, start_date, end_date, agreement, "
       "retracted, source"},
      {"published_balances",
       "subject, half_year, publisher, revision, person_count, publish_date, "
       "source"},
      {"splits",
       "name, revision, duty, period, publish_date, population_date, "
       "score_year, substitute_score_thousandths, national_count, "
       "national_amv_count, national_source, source",
       {{"score_year", ScoreYear()}}},
      SplitInputs(),
      {"decisions",
       "name, revision, cycle, publish_date, amended_decision, stated_count, "
       "summed_count, source"},
      {"quota_entries",
       "subject, duty, period, basis, start_date, revision, quota_count, "
       "amv_count, source, origin"},
      {"redistributions", "name, revision, duty, period, start_date, source"},
      RedistributionChanges(),
      RedistributionEnds(),
      {"transfers",
       "name, revision, duty, period, giver, receiver, place_count, "
       "amv_count, start_date, end_date, propose_date, condition_text, source",
       {{"condition_text", Field<pb::Transfer>("condition")}}},
      TransferSteps()};
  return *kTables;
}

}  // namespace opvang::quotas
