// Settings that a configuration file only shows are places of their own.
#include <gtest/gtest.h>

#include "indexer/read_source.h"
#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(CommentedOut, DirectivesOfAServer) {
  const std::string text =
      "# After some time without anybody on the belt it is stopped. The following\n"
      "# option says how many seconds that takes.\n"
      "#\n"
      "# A value of 0 lets it run.\n"
      "#\n"
      "# belt-idle-ttl 3600\n"
      "\n"
      "# The belt is never faster than 10 metres\n"
      "# per second, whatever a lane asks for.\n"
      "belt-speed 4\n";
  EXPECT_EQ(outline("belt.conf", text), "comment 1-6\nsetting 'belt-idle-ttl' 6\nsetting 'belt-speed' 10\n");
  const Reading reading = read_text("belt.conf", text);
  EXPECT_EQ(reading.places[2].text, "3600");
  EXPECT_TRUE(reading.places[2].comment.starts_with("# After some time"));
}

TEST(CommentedOut, AssignmentsAndKeys) {
  EXPECT_EQ(outline("belt.conf", "#max_parcels = 100\t# of a lane\n#log_dir = '/var/log/belt'\n"),
            "comment 1-2\nsetting 'max_parcels' 1\nsetting 'log_dir' 2\n");
  EXPECT_EQ(outline("values.yaml",
                    "belt:\n"
                    "  speed: 4\n"
                    "  # renew_calendar: \"Mon 03:00\"\n"
                    "  # lanes: 2\n"
                    "# Note: a belt has two ends.\n"
                    "# default: 5\n"
                    "# see belt.md for more\n"),
            "setting 'belt' 1-2\n  setting 'speed' 2\ncomment 3-7\nsetting 'renew_calendar' 3\nsetting 'lanes' 4\n");
}

TEST(CommentedOut, ProseIsNone) {
  EXPECT_EQ(outline("belt.conf",
                    "# Parcels are counted twice:\n"
                    "# once 10 metres\n"
                    "# before the barrier, and again behind it.\n"
                    "# The end.\n"),
            "comment 1-4\n");
}

}  // namespace
}  // namespace fingerpost
