"""How QGIS ties records together: children to parents, files to what they belong to, a place to its project's status.

Native forms and QField show a record's children by these relations, and give a new child its parent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsExpressionContextUtils,
    QgsPolymorphicRelation,
    QgsProject,
    QgsRelation,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)

from ..records.catalogue import Catalogue
from ..records.definition import RecordType
from . import layer_lists, layers

STATUS_PREFIX = "project_"
_TYPE_VARIABLE = "vidbudova_type"
_MARK = "vidbudova_"


@dataclass(frozen=True)
class Children:
    """One kind of children of a layer's records: their type, and the ids of the relations that show them."""

    type: str
    relations: tuple[str, ...]


def relate(project: QgsProject, gpkg: Path, catalogue: Catalogue, lang: str) -> None:
    """Makes all relations anew, and the join that is missing."""
    _forget(project, gpkg)
    for rtype in catalogue.types.values():
        for child in layers.layers_of_type(project, gpkg, rtype.name):
            for key in rtype.foreign_keys:
                parents = layers.layers_of_type(project, gpkg, key.type)
                for parent in parents:
                    _relate(project, child, parent, key.field, rtype.plural_label(lang), composed=True)
                if len(parents) > 1:
                    records = layer_lists.put_records(project, gpkg, catalogue.type(key.type), lang)
                    if records is not None:
                        _relate(project, child, records, key.field, rtype.plural_label(lang), composed=False)
                if rtype.name == "project_location" and len(parents) == 1 and not child.vectorJoins():
                    _join(child, parents[0], key.field)
            if rtype.parent_fields is not None:
                _relate_any(project, gpkg, catalogue, child, rtype)


def references(
    project: QgsProject, gpkg: Path, rtype: RecordType, layer: QgsVectorLayer
) -> tuple[tuple[str, str], ...]:
    """For each field of a layer that names another record, the relation to the one layer that has them all."""
    found: list[tuple[str, str]] = []
    for key in rtype.foreign_keys:
        parents: list[QgsVectorLayer | None] = list(layers.layers_of_type(project, gpkg, key.type))
        parent = parents[0] if len(parents) == 1 else layer_lists.find(project, gpkg, key.type)
        if parent is not None:
            found.append((key.field, _id(layer, key.field, parent)))
    return tuple(found)


def children_of(project: QgsProject, layer: QgsVectorLayer, catalogue: Catalogue) -> tuple[Children, ...]:
    """What hangs off a layer's records, in the order of the catalogue; files last."""
    found: dict[str, list[str]] = {}
    for relation in project.relationManager().referencedRelations(layer):
        spec = layers.spec_of(relation.referencingLayer())
        if relation.isValid() and spec is not None:
            found.setdefault(spec.type, []).append(relation.id())
    order = list(catalogue.types)
    return tuple(Children(name, tuple(found[name])) for name in sorted(found, key=order.index))


def forget_shared(project: QgsProject) -> None:
    """Drops the relations of ours that lead to layers of several types: to be called before one of those is removed.

    QGIS keeps plain pointers in them, follows those when the relations are next touched, and crashes.
    """
    manager = project.relationManager()
    shared = manager.polymorphicRelations()
    if any(identity.startswith(_MARK) for identity in shared):
        manager.setPolymorphicRelations([one for one in shared.values() if not one.id().startswith(_MARK)])


def _forget(project: QgsProject, gpkg: Path) -> None:
    forget_shared(project)
    manager = project.relationManager()
    mine = {layer.id() for layer in layers.ours(project, gpkg)}
    for identity, relation in list(manager.relations().items()):
        if relation.referencingLayerId() in mine or identity.startswith(_MARK):
            manager.removeRelation(identity)


def _id(child: QgsVectorLayer, field: str, parent: QgsVectorLayer) -> str:
    return f"{_MARK}{child.id()}_{field}_{parent.id()}"


def _relate(
    project: QgsProject, child: QgsVectorLayer, parent: QgsVectorLayer, field: str, name: str, *, composed: bool
) -> None:
    relation = QgsRelation()
    relation.setId(_id(child, field, parent))
    relation.setName(name)
    relation.setReferencingLayer(child.id())
    relation.setReferencedLayer(parent.id())
    relation.addFieldPair(field, "uuid")
    if composed:  # who deletes a record in QGIS deletes what hangs off it, as the plugin does
        relation.setStrength(QgsRelation.RelationStrength.Composition)
    project.relationManager().addRelation(relation)


def _relate_any(
    project: QgsProject, gpkg: Path, catalogue: Catalogue, child: QgsVectorLayer, rtype: RecordType
) -> None:
    """Ties a type whose parents may be of several types to every layer of those."""
    if rtype.parent_fields is None:
        return
    type_field, uuid_field = rtype.parent_fields
    codelist = catalogue.codelist_of(rtype.field(type_field))
    names = [code.code for code in codelist.codes] if codelist is not None else list(catalogue.types)
    parents: list[QgsVectorLayer] = []
    for name in names:
        parents += layers.layers_of_type(project, gpkg, name)
    _name_types(parents)
    relation = QgsPolymorphicRelation()
    relation.setId(f"{_MARK}{child.id()}_{uuid_field}")
    relation.setName(child.name())
    relation.setReferencingLayer(child.id())
    relation.setReferencedLayerField(type_field)
    relation.setReferencedLayerExpression(f"@{_TYPE_VARIABLE}")
    relation.addFieldPair(uuid_field, "uuid")
    relation.setReferencedLayerIds([parent.id() for parent in parents])
    relation.setRelationStrength(QgsRelation.RelationStrength.Composition)
    project.relationManager().addPolymorphicRelation(relation)


def _name_types(parents: Iterable[QgsVectorLayer]) -> None:
    for parent in parents:
        spec = layers.spec_of(parent)
        if spec is not None:
            QgsExpressionContextUtils.setLayerVariable(parent, _TYPE_VARIABLE, spec.type)


def _join(child: QgsVectorLayer, parent: QgsVectorLayer, field: str) -> None:
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(parent)
    join.setJoinFieldName("uuid")
    join.setTargetFieldName(field)
    # in the table's own order: QGIS's join cache takes values in the order of the subset, fields in that of the table
    join.setJoinFieldNamesSubset([name for name in parent.fields().names() if name in ("status", "title_uk")])
    join.setPrefix(STATUS_PREFIX)
    join.setUsingMemoryCache(True)
    child.addJoin(join)
