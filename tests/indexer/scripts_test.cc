// What source files say of themselves: their first comment, what a script sets, comments above definitions.
#include <gtest/gtest.h>

#include "indexer/read_source.h"
#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(Scripts, ConstantsAtTheTopLevelAreSettingsWithTheirComments) {
  const std::string text =
      "#!/usr/bin/env bash\n"
      "# Creates a local cluster with a registry.\n"
      "set -euo pipefail\n"
      "\n"
      "# Kept in step with CI.\n"
      "readonly KIND_VERSION=\"v0.22.0\"\n"
      "export REGISTRY_PORT=5001  # free on most machines\n"
      "declare -a NODES=(\n"
      "  one\n"
      "  two\n"
      ")\n"
      "CLUSTER_NAME=${CLUSTER_NAME:-shop}\n"
      "LC_ALL=C sort names\n"
      "cat <<EOF\n"
      "INSIDE=1\n"
      "EOF\n"
      "start() {\n"
      "  only=1\n"
      "  LOCAL_NAME=$2\n"
      "  MAX_TRIES=5\n"
      "}\n";
  EXPECT_EQ(outline("hack/cluster.sh", text),
            "command 'cluster.sh' 1-2\n"
            "setting 'KIND_VERSION' 6\n"
            "setting 'REGISTRY_PORT' 7\n"
            "setting 'NODES' 8-11\n"
            "variable 'CLUSTER_NAME' 12 read\n"
            "setting 'MAX_TRIES' 20\n");
  const Reading reading = read_text("hack/cluster.sh", text);
  EXPECT_EQ(reading.places[1].text, "# Creates a local cluster with a registry.");
  EXPECT_EQ(reading.places[2].comment, "# Kept in step with CI.");
  EXPECT_EQ(reading.places[3].comment, "# free on most machines");
}

TEST(Scripts, DefaultsOfSingleWordsAreFoundToo) {
  EXPECT_EQ(outline("wait.sh",
                    "TIMEOUT=${TIMEOUT:-30}\n"
                    ": \"${DEPOT:=north}\"\n"
                    "retries=\"${retries:-5}\"\n"
                    "echo \"${HOME}\" \"${LANES:?how many}\"\n"),
            "command 'wait.sh' 1-4\n"
            "variable 'TIMEOUT' 1 read\n"
            "variable 'DEPOT' 2 read\n"
            "setting 'retries' 3\n"
            "variable 'LANES' 4 required\n");
}

TEST(Scripts, AProgramWithoutAnEndingIsReadWhereItsFirstLineSaysSo) {
  EXPECT_EQ(outline("bin/deploy", "#!/bin/sh\n# Ships the image to production.\nTARGET=prod\n"),
            "command 'deploy' 1-2\nsetting 'TARGET' 3\n");
  EXPECT_EQ(outline("bin/data", "# Ships nothing.\nTARGET=prod\n"), "");
}

TEST(Scripts, TheFirstCommentIsFoundBehindALicenceAndWhatSpeaksToTools) {
  EXPECT_EQ(outline("tool.go",
                    "// Copyright 2024 The Shop Authors\n// Licensed under MIT\n\n//go:build linux\n\n"
                    "// Package mount watches mounted volumes.\npackage mount\n"),
            "comment 6\n");
  EXPECT_EQ(outline("seed.py",
                    "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n\"\"\"Fill the database with demo data.\n\n"
                    "Usage: seed.py [--users N]\n\"\"\"\nimport sys\n"),
            "command 'seed.py' 1-6\n");
  EXPECT_EQ(
      outline("worker.rb", "# frozen_string_literal: true\n\n# Sends reminders every night.\nclass Worker\nend\n"),
      "comment 1-3\n");
  EXPECT_EQ(outline("build.ts", "'use strict';\n/* Bundles the pages. */\nimport fs from 'fs';\n"), "comment 1-2\n");
  EXPECT_EQ(outline("plain.py", "import os\n# not about the file\n"), "");
  EXPECT_EQ(outline("only.py", "# SPDX-License-Identifier: MIT\nimport os\n"), "");
}

TEST(Scripts, AVeryLongFirstCommentIsShownByItsFirstLines) {
  std::string text = "#!/bin/sh\n";
  for (int i = 0; i < 30; ++i) text += "# line " + std::to_string(i) + "\n";
  EXPECT_EQ(outline("a.sh", text + "echo\n"), "command 'a.sh' 1-15\n");
}

TEST(Scripts, ADefinitionIsFoundByTheCommentAboveIt) {
  const std::string text =
      "#!/bin/sh\n\n# Waits until the registry answers.\nwait_ready() {\n  :\n}\n\n# shellcheck "
      "disable=SC1091\nother() {\n}\n";
  std::vector<Place> definitions(2);
  definitions[0].kind = definitions[1].kind = Kind::definition;
  definitions[0].key = "wait_ready";
  definitions[0].line_start = 4;
  definitions[0].line_end = 6;
  definitions[1].key = "other";
  definitions[1].line_start = 9;
  definitions[1].line_end = 10;
  Analyzer analyzer;
  const ReadSource read = read_source("wait.sh", text, definitions, {}, analyzer);
  const auto terms = [&](std::string_view word) {
    std::vector<TermId> ids;
    analyzer.analyze(word, ids);
    std::vector<DocId> docs;
    for (const TermPosting& posting : read.impacts.postings)
      if (posting.term == ids.at(0)) docs.push_back(posting.posting.doc);
    return docs;
  };
  const auto place = [&](std::string_view key) {
    for (std::size_t i = 0; i < read.places.size(); ++i)
      if (read.places[i].key == key) return static_cast<DocId>(i);
    return DocId{0};
  };
  const auto answers = terms("registry");
  EXPECT_NE(std::find(answers.begin(), answers.end(), place("wait_ready")), answers.end());
  EXPECT_TRUE(terms("shellcheck").empty());
}

TEST(Options, ItemsOfACommandAreCalledByTheirOptions) {
  EXPECT_EQ(outline("docker-compose.yml",
                    "services:\n"
                    "  metrics:\n"
                    "    image: prom/prometheus:v2.51.0\n"
                    "    command:\n"
                    "      - '--storage.tsdb.retention.time=200h'\n"
                    "      - --log.level\n"
                    "      - debug\n"
                    "      - serve\n"
                    "      - -pHunter2\n"),
            "setting 'services' 1-9\n"
            "  service 'metrics' 2-9\n"
            "    image 'image' 3\n"
            "    setting 'command' 4-9\n"
            "      setting '--storage.tsdb.retention.time' 5 =storage.tsdb.retention.time\n"
            "      setting '--log.level' 6 =log.level\n"
            "      setting '--log.level' 7\n"
            "      setting '[3]' 8\n"
            "      setting '[4]' 9\n");
  EXPECT_NE(outline("deploy.yaml",
                    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  template:\n    spec:\n"
                    "      containers:\n      - name: api\n        args: [\"--leader-elect=true\", \"-v=2\"]\n")
                .find("setting '--leader-elect' 10"),
            std::string::npos);
}

}  // namespace
}  // namespace fingerpost
