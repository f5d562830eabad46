#include "tests/reporting/explain/opened.h"

#include <cstdlib>

#include "gtest/gtest.h"
#include "services/reporting/explain/explain.h"

namespace opvang::reporting {

void OpenAll(const pb::ReportContent& content, const std::string& figure,
             std::optional<int> expected, Opened& opened) {
  const auto explanation = Explain(content, figure);
  ASSERT_TRUE(explanation.has_value()) << figure;
  ++opened.figures;
  ASSERT_EQ(explanation->figure(), figure);
  ASSERT_FALSE(explanation->label().empty()) << figure;
  ASSERT_FALSE(explanation->rule_sentence().empty()) << figure;
  if (expected.has_value()) {
    ASSERT_EQ(explanation->count(), *expected) << figure;
  }
  int sum = 0;
  for (const auto& part : explanation->parts()) {
    sum += part.count();
    if (part.figure().empty()) continue;
    // What is taken away is opened as it is.
    const auto below = Explain(content, part.figure());
    ASSERT_TRUE(below.has_value()) << figure << " -> " << part.figure();
    ASSERT_EQ(std::abs(below->count()), std::abs(part.count()))
        << figure << " -> " << part.figure();
    OpenAll(content, part.figure(), below->count(), opened);
    if (testing::Test::HasFatalFailure()) return;
  }
  switch (explanation->rule()) {
    case pb::FigureExplanation::RULE_SUM:
      ASSERT_EQ(sum, explanation->count()) << figure;
      break;
    case pb::FigureExplanation::RULE_SHARE:
      ASSERT_EQ(explanation->parts(0).count(), explanation->count());
      ASSERT_EQ(explanation->parts(1).count(), explanation->whole_count());
      break;
    default:
      // Nothing below it: it rests on facts, or is nothing.
      ASSERT_TRUE(!explanation->facts().empty() || explanation->count() == 0)
          << figure;
  }
  for (const auto& fact : explanation->facts()) {
    ASSERT_FALSE(fact.service().empty());
    ASSERT_FALSE(fact.resource().empty()) << figure;
    opened.facts.insert(fact.resource() + "|" + fact.statement());
  }
}

}  // namespace opvang::reporting
