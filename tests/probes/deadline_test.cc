#include "probes/deadline.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

namespace fingerpost {
namespace {

using namespace std::chrono_literals;

TEST(Deadline, OfAStepNeverOutlastsTheWhole) {
  const Deadline whole(50ms);
  EXPECT_LE(whole.within(1h).left(), 50ms);
  EXPECT_LE(Deadline(1h).within(50ms).left(), 50ms);
}

TEST(Deadline, HasNothingLeftOnceSomebodyWantsToStop) {
  std::stop_source source;
  const Deadline deadline(1h, source.get_token());
  EXPECT_FALSE(deadline.passed());
  source.request_stop();
  EXPECT_TRUE(deadline.passed());
  EXPECT_TRUE(deadline.cancelled());
}

TEST(Deadline, EndsAWaitForADescriptorThatStaysSilent) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  EXPECT_FALSE(wait_until_ready(ends[0], POLLIN, Deadline(30ms)));
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  EXPECT_TRUE(wait_until_ready(ends[0], POLLIN, Deadline(1h)));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(Deadline, EndsAPauseThatWouldBeLonger) {
  EXPECT_FALSE(pause_for(1h, Deadline(10ms)));
  EXPECT_TRUE(pause_for(1ms, Deadline(1h)));
}

}  // namespace
}  // namespace fingerpost
