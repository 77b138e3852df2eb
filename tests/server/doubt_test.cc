#include "server/doubt.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

TEST(Doubt, ASureAnswerSaysNothingOfIt) {
  EXPECT_EQ(text_of(Doubt{true, 0.5, "", "", true}, "places"), "");
  EXPECT_EQ(text_of(Doubt{true, 0, "", "", false}, "places"), "");
}

TEST(Doubt, AnUnsureAnswerSaysHowUnsureAndWhatIsMissing) {
  EXPECT_EQ(text_of(Doubt{true, 0.494, "", "", true}, "places"), "Not sure (confidence 0.49).\n");
  EXPECT_EQ(text_of(Doubt{true, 0.2, "'kafka' stands nowhere", "", true}, "places"),
            "Not sure (confidence 0.20): 'kafka' stands nowhere.\n");
}

TEST(Doubt, WhatIsNotKnownIsKeptAsAGapAndFollowedByWhatIsNearest) {
  EXPECT_EQ(text_of(Doubt{false, 0.9, "no port is declared", "g7", true}, "places"),
            "Not known: no port is declared (gap g7).\nNearest places:\n");
  EXPECT_EQ(text_of(Doubt{false, 0, "nothing fits", "", false}, "entries"), "Not known: nothing fits.\n");
}

}  // namespace
}  // namespace fingerpost
