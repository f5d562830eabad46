#include "services/reporting/explain/explain.h"

#include <random>
#include <set>

#include "services/reporting/compose/compose.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"
#include "services/reporting/print/document.h"
#include "services/reporting/print/make_document.h"
#include "tests/reporting/compose/world.h"
#include "tests/reporting/explain/opened.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

TEST(ExplainTest, EveryNumberThatIsPrintedOpens) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  size_t opened = 0;
  std::set<std::string> kinds;  // "asylum", "timeline", "changes"…
  for (int round = 0; round < 40; ++round) {
    World world = RandomWorld("provinces/pv23", 5, random);
    std::vector<ComparedReport> compared_reports;
    // Held against what it was before something happened, in every role, and
    // against what was published.
    for (const auto role : {pb::ComparedReport::ROLE_PREVIOUS_VERSION,
                            pb::ComparedReport::ROLE_PREVIOUS_QUARTER,
                            pb::ComparedReport::ROLE_YEAR_BEFORE}) {
      ComparedReport held;
      held.compared.set_role(role);
      held.compared.set_report("provinces/pv23/reports/toen");
      held.content = world.Report();
      compared_reports.push_back(std::move(held));
      Happen(world, 3, random);
    }
    Facts facts = world.Say();
    facts.compared_reports = std::move(compared_reports);
    for (const auto metric : {pb::StatedFigure::METRIC_TARGET,
                              pb::StatedFigure::METRIC_GUARANTEED}) {
      pb::StatedFigure stated;
      stated.set_subject("provinces/pv23");
      stated.set_metric(metric);
      stated.set_place_count(6325);
      stated.set_percent("93");
      stated.set_source("krant");
      *stated.mutable_publish_date() = world.spec.as_of_date();
      facts.stated_figures.push_back(stated);
    }
    world.spec.set_kind(pb::REPORT_KIND_QUARTERLY);
    pb::Report report;
    report.set_superseded_report("provinces/pv23/reports/toen");
    *report.mutable_content() = Compose(world.spec, facts);
    const Document document = MakeDocument(report);
    for (const Cell* cell : NumbersOf(document)) {
      const auto explanation = Explain(report.content(), cell->figure);
      ASSERT_TRUE(explanation.has_value()) << "'" << cell->figure << "'";
      ASSERT_EQ(explanation->count(), cell->value) << cell->figure;
      if (explanation->rule() == pb::FigureExplanation::RULE_SHARE) {
        ASSERT_EQ(explanation->whole_count(), cell->whole) << cell->figure;
      }
      ++opened;
      kinds.insert(cell->figure.substr(
          cell->figure.find('#') + 1,
          cell->figure.find('.') - cell->figure.find('#') - 1));
    }
  }
  EXPECT_GT(opened, 10000u);
  EXPECT_GE(kinds.size(), 12u);
}

TEST(ExplainTest, EveryFigureOfEverySubjectOpensDownToItsFacts) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  Opened all;
  for (int round = 0; round < 150; ++round) {
    World world = RandomWorld("provinces/pv23", 5, random);
    Happen(world, static_cast<int>(random() % 4), random);
    const pb::ReportContent content = world.Report();
    ForEachSubject(content, [&](const std::string& subject, const std::string&,
                                const pb::Figures& figures) {
      if (HasFatalFailure()) return;
      for (const Metric& metric : AllMetrics()) {
        const auto value = ValueOf(figures, metric);
        const std::string figure = FigureName(subject, metric.name);
        if (!value.has_value()) {
          ASSERT_FALSE(Explain(content, figure).has_value()) << figure;
          continue;
        }
        OpenAll(content, figure, *value, all);
        if (HasFatalFailure()) return;
      }
      for (const Derived& derived : AllDerived()) {
        const auto whole = ValueOf(figures, *FindMetric(derived.second));
        const auto part = ValueOf(figures, *FindMetric(derived.first));
        if (!part.has_value()) continue;
        if (!whole.has_value() || (derived.share && *whole == 0)) continue;
        OpenAll(content, FigureName(subject, derived.name), std::nullopt, all);
        if (HasFatalFailure()) return;
      }
    });
    ASSERT_FALSE(HasFatalFailure());
    for (const auto& step : content.timeline()) {
      for (const auto& [what, count] :
           {std::pair("decided", step.decided_place_count()),
            std::pair("intended", step.intended_place_count())}) {
        char day[11];
        snprintf(day, sizeof(day), "%04d-%02d-%02d", step.start_date().year(),
                 step.start_date().month(), step.start_date().day());
        OpenAll(content,
                std::string("provinces/pv23#timeline.") + day + "." + what,
                count, all);
        ASSERT_FALSE(HasFatalFailure());
      }
    }
    for (const auto& quality : content.data_quality()) {
      for (const char* what : {"total", "illustrative", "percent"}) {
        OpenAll(content,
                "provinces/pv23#quality." + quality.duty() + "." +
                    quality.figure() + "." + what,
                std::nullopt, all);
        ASSERT_FALSE(HasFatalFailure());
      }
    }
  }
  EXPECT_GT(all.facts.size(), 500u) << "the worlds are too tame";
}

TEST(ExplainTest, TellsWhoRecordedAFactAndWhen) {
  const pb::ReportContent content = Quiet("regions/ijsselland").Report();
  const auto explanation = Explain(
      content,
      "municipalities/gm0148/locations/azc#regular.counted_place_count");
  ASSERT_TRUE(explanation.has_value());
  EXPECT_EQ(explanation->count(), 90);
  EXPECT_EQ(explanation->rule(), pb::FigureExplanation::RULE_FACT);
  ASSERT_GE(explanation->facts_size(), 1);
  const auto& fact = explanation->facts(0);
  EXPECT_EQ(fact.service(), "locations");
  EXPECT_EQ(fact.statement(), "vanaf 1 januari 2023 90 regulier (besluit)");
  EXPECT_EQ(fact.source(), "gemeente");
  EXPECT_EQ(fact.revision(), 2);
  EXPECT_EQ(fact.organisation(), "provincie Overijssel");
  EXPECT_EQ(fact.record_time().seconds(), 1730200000);
}

TEST(ExplainTest, AShareIsTwoCounts) {
  const pb::ReportContent content = Quiet("regions/ijsselland").Report();
  const auto share =
      Explain(content, "regions/ijsselland#asylum.guaranteed_percent");
  ASSERT_TRUE(share.has_value());
  EXPECT_EQ(share->count(), 1100);
  EXPECT_EQ(share->whole_count(), 1100);
  EXPECT_EQ(share->unit(), "percent");
  EXPECT_EQ(share->parts(0).figure(),
            "regions/ijsselland#asylum.guaranteed_place_count");
}

// Known of fewer municipalities than what is guaranteed, the surplus is not the
// difference of the two totals.
TEST(ExplainTest, ASurplusIsOfTheMunicipalitiesWhoseTargetIsKnown) {
  pb::ReportContent content = Quiet("regions/ijsselland").Report();
  auto& asylum = *content.mutable_total()->mutable_figures()->mutable_asylum();
  asylum.set_net_shortfall_place_count(-112);
  auto& known = *content.mutable_total()->add_known_counts();
  known.set_metric("asylum.net_shortfall_place_count");
  known.set_known_municipality_count(1);
  known.set_municipality_count(2);
  pb::Report report;
  *report.mutable_content() = content;
  int printed = 0;
  for (const KeyFigure& figure : MakeDocument(report).key_figures) {
    if (figure.label != "Overschot netto") continue;
    ++printed;
    EXPECT_EQ(Dutch(figure.value), "112 (1 van 2)");
  }
  EXPECT_EQ(printed, 1);
  const auto surplus = Explain(content, "regions/ijsselland#asylum.surplus");
  ASSERT_TRUE(surplus.has_value());
  EXPECT_EQ(surplus->count(), 112);
  EXPECT_EQ(surplus->parts(0).figure(),
            "regions/ijsselland#asylum.net_shortfall_place_count");
}

TEST(ExplainTest, WhatIsNotPrintedHasNoExplanation) {
  const pb::ReportContent content = Quiet("regions/ijsselland").Report();
  for (const char* figure :
       {"", "#", "provinces/pv23#asylum.target_place_count",
        "regions/ijsselland", "regions/ijsselland#asylum",
        "municipalities/gm0148/locations/nergens#place_count",
        "municipalities/gm0148#asylum.step.9",
        "regions/ijsselland#timeline.2025-13-01.decided",
        "regions/ijsselland#quality.a.b.c",
        "municipalities/gm0148/locations/azc#regular.nonsense"}) {
    EXPECT_FALSE(Explain(content, figure).has_value()) << figure;
  }
}

TEST(MetricsTest, EveryFieldOfTheFiguresIsAMetric) {
  size_t fields = 0;
  const auto* figures = pb::Figures::descriptor();
  for (int i = 0; i < figures->field_count(); ++i) {
    const auto* group = figures->field(i)->message_type();
    for (int k = 0; k < group->field_count(); ++k) {
      const std::string name =
          figures->field(i)->name() + "." + group->field(k)->name();
      ASSERT_LT(fields, AllMetrics().size());
      EXPECT_EQ(AllMetrics()[fields].name, name) << "in their order";
      ++fields;
    }
  }
  EXPECT_EQ(AllMetrics().size(), fields);
}

}  // namespace
}  // namespace opvang::reporting
