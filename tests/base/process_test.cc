#include "base/process.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

using namespace std::chrono_literals;

// Ends by being stopped alone: nothing else would within the hour that it has.
TEST(Processes, EndWithTheirChildrenWhenTheyAreToStop) {
  std::stop_source source;
  const auto ran = run_process(
      {"sh", "-c", "echo begun; sleep 3600 & wait"}, "/", "", 1h, [&](std::string_view) { source.request_stop(); },
      nullptr, source.get_token());
  ASSERT_TRUE(ran) << ran.error().text();
  EXPECT_TRUE(ran->timed_out);
}

TEST(Processes, ThatClosedTheirOutputAreStoppedToo) {
  std::stop_source source;
  const auto ran = run_process(
      {"sh", "-c", "echo begun; exec >&- 2>&-; sleep 3600"}, "/", "", 1h,
      [&](std::string_view) { source.request_stop(); }, nullptr, source.get_token());
  ASSERT_TRUE(ran) << ran.error().text();
  EXPECT_TRUE(ran->timed_out);
}

TEST(Processes, ThatAreNotStoppedSayHowTheyEnded) {
  const auto ran = run_process(
      {"sh", "-c", "exit 7"}, "/", "", 1h, [](std::string_view) {}, nullptr, std::stop_source().get_token());
  ASSERT_TRUE(ran);
  EXPECT_FALSE(ran->timed_out);
  EXPECT_EQ(ran->exit_status, 7);
}

}  // namespace
}  // namespace fingerpost
