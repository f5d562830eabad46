// Municipalities that many tests speak of.
#ifndef OPVANG_TESTS_SUPPORT_MUNICIPALITIES_H_
#define OPVANG_TESTS_SUPPORT_MUNICIPALITIES_H_

namespace opvang {

inline constexpr char kZwolle[] = "municipalities/gm0193";
inline constexpr char kKampen[] = "municipalities/gm0166";

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_MUNICIPALITIES_H_
