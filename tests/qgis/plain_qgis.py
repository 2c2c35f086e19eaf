"""Run by the tests in a process of its own: QGIS with an empty profile, which knows nothing of the plugin.

Reads a workspace's project, looks at every layer, form, relation and expression in it, and works with it as somebody in
the field does: a need, its photo, a change, a child. Prints what it found as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContextUtils,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

sys.path.insert(0, str(Path(__file__).parent))
from native_form import NativeForms

FOLDER = Path(sys.argv[1])
told: dict[str, object] = {"faults": []}


def fault(text: str) -> None:
    told["faults"].append(text)  # type: ignore[attr-defined]


def expressions(layer: QgsVectorLayer) -> list[str]:
    """Every expression that a layer's look and form depend on."""
    found = [layer.displayExpression(), layer.mapTipTemplate() and ""]
    for index in range(layer.fields().count()):
        found.append(layer.defaultValueDefinition(index).expression())
        found.append(layer.constraintExpression(index))
        found.append(layer.expressionField(index) if layer.fields().fieldOrigin(index) == 4 else "")
        naming = layer.customProperty("QFieldSync/attachment_naming")
        found += list(json.loads(naming).values()) if naming else []
    if layer.labeling() is not None:
        for provider in layer.labeling().subProviders():
            settings = layer.labeling().settings(provider)
            found.append(settings.fieldName if settings.isExpression else "")
    renderer = layer.renderer()
    if renderer is not None:
        found += [name for name in renderer.usedAttributes(_render_context()) if " " in name]
    return [one for one in found if one]


def _render_context():  # type: ignore[no-untyped-def]
    from qgis.core import QgsRenderContext

    return QgsRenderContext()


def by_type(project: QgsProject, type_name: str, kind: str) -> QgsVectorLayer:
    return next(
        layer
        for layer in project.mapLayers().values()
        if layer.customProperty("vidbudova/type") == type_name and layer.customProperty("vidbudova/kind") == kind
    )


def look(project: QgsProject) -> None:
    for layer in project.mapLayers().values():
        if not layer.isValid():
            fault(f"{layer.name()}: not valid")
        if not isinstance(layer, QgsVectorLayer):
            continue
        for text in expressions(layer):
            expression = QgsExpression(text)
            if expression.hasParserError():
                fault(f"{layer.name()}: {text}: {expression.parserErrorString()}")
            context = QgsExpressionContextUtils.globalProjectLayerScopes(layer)
            for name in expression.referencedFunctions():
                if not QgsExpression.isFunctionName(name) and name != "$":
                    fault(f"{layer.name()}: {name}() is no function of QGIS: {context}")
        if layer.editFormConfig().initCode() or layer.editFormConfig().initFunction():
            fault(f"{layer.name()}: its form runs code")
    for relation in project.relationManager().relations().values():
        if not relation.isValid():
            fault(f"relation {relation.id()}: not valid")
    told["relations"] = len(project.relationManager().relations())


def forms(project: QgsProject) -> None:
    """Opens each layer's form as the identify tool does."""
    shown = {}
    opened = NativeForms()
    for layer in project.mapLayers().values():
        if not layer.customProperty("vidbudova/type"):
            continue
        feature = next(layer.getFeatures(), None) or QgsVectorLayerUtils.createFeature(layer)
        layer.startEditing()
        form = opened.open(layer, feature)
        shown[layer.name()] = {
            "widgets": {
                layer.fields()[index].name(): layer.editorWidgetSetup(index).type()
                for index in range(layer.fields().count())
            },
            "saved": form.save(),
        }
        opened.close(form)
        edits = layer.editBuffer().changedAttributeValues()
        if edits:
            fault(f"{layer.name()}: to open and save a form changed {edits}")
        layer.rollBack()
    told["forms"] = shown


def work(project: QgsProject) -> None:
    needs, photos = by_type(project, "need", "point"), by_type(project, "attachment", "table")
    needs.startEditing()
    need = QgsVectorLayerUtils.createFeature(needs, QgsGeometry.fromPointXY(QgsPointXY(36.25, 50.01)))
    need["title_uk"] = "Котельня з поля"
    need["sector"] = "energy"
    needs.addFeature(need)
    if not needs.commitChanges():
        fault(str(needs.commitErrors()))
    told["need"] = need["uuid"]
    relation = next(
        one
        for one in project.relationManager().referencedRelations(needs)
        if one.referencingLayer().customProperty("vidbudova/type") == "attachment"
    )
    photos.startEditing()
    photo = QgsVectorLayerUtils.createFeature(photos)
    photo["parent_type"] = "need"  # what the relation's editor fills in
    photo["parent_uuid"] = need["uuid"]
    photo["file_name"] = "DCIM/need_1.jpg"
    photos.addFeature(photo)
    if not photos.commitChanges():
        fault(str(photos.commitErrors()))
    told["photos of the need"] = [one["picture"] for one in relation.getRelatedFeatures(need)]


QgsApplication.setAttribute(5)  # AA_DontUseNativeMenuBar: nothing but a screenless start needs it
app = QgsApplication([], True)
app.initQgis()
told["plugins"] = "plugin" in sys.modules or "vidbudova" in sys.modules
project = QgsProject.instance()
told["read"] = project.read(str(FOLDER / "workspace.qgz"))
told["absolute"] = project.readBoolEntry("Paths", "/Absolute", False)[0]
look(project)
forms(project)
if not told["faults"]:
    work(project)
project.clear()
print(json.dumps(told, ensure_ascii=False, default=str))
app.exitQgis()
