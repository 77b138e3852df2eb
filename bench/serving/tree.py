#!/usr/bin/env python3
"""Makes a repository of FILES generated files in DIRECTORY, and questions about it, one a line, in DIRECTORY/../questions.

usage: tree.py DIRECTORY FILES. Of ten files four are documents of 20 sections, four configuration of 40 keys and two
code of 20 definitions: 25 places a file or so. The same every time.
"""
import os
import random
import string
import sys


def main():
    directory, files = sys.argv[1], int(sys.argv[2])
    pick = random.Random(1)
    words = ["".join(pick.choice(string.ascii_lowercase) for _ in range(pick.randint(4, 10))) for _ in range(30000)]

    def word():  # in Zipf's proportions, as prose has them
        return words[int(len(words) ** pick.random()) - 1]

    def sentence(count):
        return " ".join(word() for _ in range(count))

    questions = []
    for number in range(files):
        folder = os.path.join(directory, f"{words[number % 40]}/{words[number % 400]}")
        os.makedirs(folder, exist_ok=True)
        kind = number % 10
        if kind < 4:
            text = f"# {sentence(3)}\n\n"
            for _ in range(20):
                title = sentence(4)
                text += f"## {title}\n\n{sentence(24)}.\n\n"
                questions.append(f"where is {title}")
            name = f"notes-{number}.md"
        elif kind < 8:
            text = ""
            for group in range(8):
                text += f"{word()}_{group}:\n"
                for _ in range(4):
                    key = f"{word()}_{word()}_{pick.randrange(10**6)}"
                    text += f"  {key}: {pick.randrange(10**5)}\n"
                    questions.append(key)
            name = f"settings-{number}.yaml"
        else:
            text = ""
            for _ in range(20):
                function = f"{word()}_{word()}_{pick.randrange(10**6)}"
                text += f"def {function}(value):\n    return value + {pick.randrange(100)}\n\n\n"
                questions.append(function)
            name = f"module_{number}.py"
        with open(os.path.join(folder, name), "w") as out:
            out.write(text)
    pick.shuffle(questions)
    with open(os.path.join(directory, os.pardir, "questions"), "w") as out:
        out.write("\n".join(questions[:500]) + "\n")


if __name__ == "__main__":
    main()
