// Regional tables that do not exist, in place of those that do. A program that
// has this source of rows runs on them:
//
// - grensland lies across a border: Noordoostpolder and Urk in Flevoland,
//   Steenwijkerland in Overijssel;
// - polder meets since 1 March 2024: Almere and Lelystad, and Zeewolde since it
//   left oud on 1 July 2024, with which oud ended;
// - Dronten has none, nor has anybody in Drenthe.
#ifndef OPVANG_TESTS_SUPPORT_BORDER_ROWS_H_
#define OPVANG_TESTS_SUPPORT_BORDER_ROWS_H_

namespace opvang {

inline constexpr char kDrenthe[] = "provinces/pv22";
inline constexpr char kOverijssel[] = "provinces/pv23";
inline constexpr char kFlevoland[] = "provinces/pv24";
inline constexpr char kGrensland[] = "regions/grensland";
inline constexpr char kPolder[] = "regions/polder";
inline constexpr char kOud[] = "regions/oud";
inline constexpr char kAlmere[] = "municipalities/gm0034";
inline constexpr char kZeewolde[] = "municipalities/gm0050";
inline constexpr char kNoordoostpolder[] = "municipalities/gm0171";
inline constexpr char kUrk[] = "municipalities/gm0184";
inline constexpr char kDronten[] = "municipalities/gm0303";
inline constexpr char kLelystad[] = "municipalities/gm0995";
inline constexpr char kSteenwijkerland[] = "municipalities/gm1708";

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_BORDER_ROWS_H_
