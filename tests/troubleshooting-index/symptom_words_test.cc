#include "troubleshooting-index/symptom_words.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fingerpost {
namespace {

// The weight with which a text speaks of a family, 0 for not at all.
float weight(std::string_view text, std::string_view family) {
  for (const SymptomWords::Said& said : SymptomWords::built_in().families_in(text))
    if (said.family == family) return said.weight;
  return 0;
}

TEST(SymptomWords, WhatPeopleSayAndWhatDocumentsSayMeet) {
  for (const char* text : {"the worker keeps restarting", "pod in CrashLoopBackOff", "it restarts again, crash loop"})
    EXPECT_GE(weight(text, "restarting"), .6f) << text;
  for (const char* text : {"password authentication failed", "I cannot log in", "wrong password for the admin", "401"})
    EXPECT_GE(weight(text, "rejected-login"), .6f) << text;
  for (const char* text : {"no space left on device", "the disk is full", "ENOSPC"})
    EXPECT_GE(weight(text, "disk"), .5f) << text;
  for (const char* text : {"burning CPU all day", "high CPU", "processors are pegged"})
    EXPECT_GE(weight(text, "cpu"), .6f) << text;
  for (const char* text : {"the limit of open files is reached", "LimitNOFILE=1024", "too many open files"})
    EXPECT_GE(weight(text, "open-files"), .6f) << text;
  for (const char* text : {"port already in use", "EADDRINUSE", "the port is taken"})
    EXPECT_GE(weight(text, "port-taken"), .6f) << text;
}

TEST(SymptomWords, ApostrophesAndNegationsAreReadAsOne) {
  for (const char* text :
       {"it won't start", "it won\xe2\x80\x99t start", "wont start", "does not start", "is not starting"})
    EXPECT_GE(weight(text, "not-starting"), .8f) << text;
  EXPECT_EQ(weight("it starts", "not-starting"), 0);
}

TEST(SymptomWords, WordsOfOneSayingMayStandApartButNotFar) {
  EXPECT_GT(weight("it never quite becomes ready", "not-ready"), .7f);
  EXPECT_LT(weight("it never did what we wanted and is ready", "not-ready"), .7f);
}

TEST(SymptomWords, SayingsOfOneFamilyMakeItSurer) {
  EXPECT_GT(weight("out of memory, oomkilled", "memory"), weight("oomkilled", "memory"));
  EXPECT_LE(weight("oom oom oom oom", "memory"), weight("oom", "memory"));
}

TEST(SymptomWords, TextWithoutSymptomsSpeaksOfNone) {
  EXPECT_TRUE(SymptomWords::built_in().families_in("").empty());
  EXPECT_TRUE(SymptomWords::built_in().families_in("the team meets on Tuesday").empty());
}

TEST(SymptomWords, TheFormatIsReadAndWhatIsNoLineOfItLeftOut) {
  const SymptomWords words = SymptomWords::parse("# note\nslow: sluggish lag 0.5 takes+ages\nnonsense\n: x\n");
  EXPECT_EQ(words.sayings("slow").size(), 3u);
  EXPECT_TRUE(words.sayings("nonsense").empty());
  const auto said = words.families_in("it lags and takes simply ages");
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].words, (std::vector<std::string>{"lags", "takes simply ages"}));
  EXPECT_FLOAT_EQ(said[0].weight, .5f + .5f * .8f);
  ASSERT_EQ(words.families("lag").size(), 1u);
  EXPECT_FLOAT_EQ(words.families("lag")[0].second, .5f);
}

TEST(SymptomWords, TablesAskedInTurnKeepTheirStemsApart) {
  const SymptomWords one = SymptomWords::parse("slow: sluggish lag 0.5\n");
  const SymptomWords other = SymptomWords::parse("tail: wag lag 0.5\nslow: crawl\n");
  for (int round = 0; round < 3; ++round) {
    const auto first = one.families_in("it lags and is sluggish");
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].family, "slow");
    EXPECT_EQ(first[0].words.size(), 2u);
    const auto second = other.families_in("it lags and is sluggish");
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(second[0].family, "tail");
  }
}

TEST(SymptomWords, FamiliesAsSureAsEachOtherComeInTheirOrder) {
  const SymptomWords words = SymptomWords::parse("one: first 0.5\ntwo: second 0.5\nthree: third 0.9\n");
  const auto said = words.families_in("second, then the first and the third");
  ASSERT_EQ(said.size(), 3u);
  EXPECT_EQ(said[0].family, "three");
  EXPECT_EQ(said[1].family, "one");
  EXPECT_EQ(said[2].family, "two");
}

TEST(SymptomWords, AnApostropheJoinsAndEverythingElseSeparates) {
  const SymptomWords words = SymptomWords::parse("x: wont+start no_quote 0.5\n");
  for (const char* text : {"it won't start", "it won\xe2\x80\x99t start", "wont-start", "'wont' start'", "WONT\nSTART"})
    EXPECT_EQ(words.families_in(text).size(), 1u) << text;
  EXPECT_TRUE(words.families_in("won' t start").empty());
}

}  // namespace
}  // namespace fingerpost
