"""Croissant 1.0 (https://docs.mlcommons.org/croissant/docs/croissant-spec.html): a dataset as catalogues read it."""

from __future__ import annotations

from typing import Any, Final

from pipelines.export.columns import Column, ListOf, Scalar, Struct, columns_of
from pipelines.export.manifest import Manifest
from pipelines.export.views import shape_of

# The terms that the specification asks every description to map.
CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
DATA_TYPES: Final = {Scalar.STRING: "sc:Text", Scalar.INTEGER: "sc:Integer", Scalar.BOOLEAN: "sc:Boolean"}
ALL_PARTS: Final = "parts"


def croissant_of(manifest: Manifest, description: str) -> dict[str, Any]:
    """Return the description of a dataset. What lies deeper than one level is left to the JSON Schema."""
    view = str(manifest.order.view)
    columns = columns_of(shape_of(manifest.order.view, manifest.order.format).row)
    media_types = list(manifest.order.format.media_types)
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": manifest.name,
        "description": description,
        "license": "Rights stay with the publishers; README.md tells what each source declares.",
        "inLanguage": sorted(manifest.statistics.languages),
        "distribution": [
            *(
                {
                    "@type": "cr:FileObject",
                    "@id": part.name,
                    "name": part.name,
                    "contentUrl": part.name,
                    "contentSize": f"{part.bytes} B",
                    "encodingFormat": media_types,
                    "sha256": part.sha256,
                }
                for part in manifest.parts
            ),
            {
                "@type": "cr:FileSet",
                "@id": ALL_PARTS,
                "name": ALL_PARTS,
                "description": "All parts.",
                "encodingFormat": media_types,
                "includes": f"part-*.{manifest.order.format}",
            },
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": view,
                "name": view,
                "field": [field for column in columns if (field := _field(column, view))],
            }
        ],
    }


def _field(column: Column, record_set: str) -> dict[str, Any] | None:
    item = column.type.item if isinstance(column.type, ListOf) else column.type
    name = f"{record_set}/{column.name}"
    told = {
        "@type": "cr:Field",
        "@id": name,
        "name": name,
        **({"description": column.meaning} if column.meaning else {}),
        **({"repeated": True} if isinstance(column.type, ListOf) else {}),
    }
    if isinstance(item, Scalar):
        return {**told, "dataType": DATA_TYPES[item], "source": _source(column.name)}
    if isinstance(item, Struct) and (parts := [part for part in item.columns if isinstance(part.type, Scalar)]):
        return {**told, "subField": [_sub_field(part, column, name) for part in parts]}
    return None


def _sub_field(part: Column, column: Column, parent: str) -> dict[str, Any]:
    assert isinstance(part.type, Scalar)
    return {
        "@type": "cr:Field",
        "@id": f"{parent}/{part.name}",
        "name": f"{parent}/{part.name}",
        "dataType": DATA_TYPES[part.type],
        "source": {**_source(column.name), "transform": {"jsonPath": part.name}},
    }


def _source(column: str) -> dict[str, Any]:
    return {"fileSet": {"@id": ALL_PARTS}, "extract": {"column": column}}
