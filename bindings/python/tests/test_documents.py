"""Every block of Python in the documents is a program that runs beside the sample's model."""

import contextlib
import io
import os
import re
import shutil
import tempfile
import unittest

from support import FLIGHTS, REPOSITORY

DOCUMENTS = [REPOSITORY / "bindings" / "python" / "README.md", REPOSITORY / "docs" / "guide" / "python.md"]


class DocumentTests(unittest.TestCase):
    def test_blocks_run_as_printed(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        shutil.copy(FLIGHTS, folder.name)
        os.chdir(folder.name)
        for document in DOCUMENTS:
            blocks = re.findall(r"^```python\n(.*?)^```$", document.read_text(encoding="utf-8"), re.M | re.S)
            self.assertTrue(blocks, document)
            for number, block in enumerate(blocks):
                with self.subTest(document=document.name, block=number):
                    output = io.StringIO()
                    with contextlib.redirect_stdout(output):
                        exec(compile(block, f"{document}, block {number}", "exec"), {})
                    self.assertIn("city", output.getvalue())


if __name__ == "__main__":
    unittest.main()
