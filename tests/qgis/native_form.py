"""QGIS's own form of a feature, as the identify tool opens it. Nothing of the plugin is imported here."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsVectorLayer, QgsVectorLayerTools
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm, QgsGui, QgsMapCanvas
from qgis.PyQt import sip


class _Tools(QgsVectorLayerTools):  # type: ignore[misc]
    """What QGIS's window gives to forms; a form with a relation in it asks for it."""

    def addFeature(self, *_: object) -> bool:
        return False

    def startEditing(self, layer: QgsVectorLayer) -> bool:
        return bool(layer.startEditing())

    def stopEditing(self, layer: QgsVectorLayer, _allow_cancel: bool = True) -> bool:
        return bool(layer.commitChanges())

    def saveEdits(self, layer: QgsVectorLayer) -> bool:
        return bool(layer.commitChanges())

    def copyMoveFeatures(self, *_: object) -> bool:
        return False


class NativeForms:
    """Opens forms; keep it as long as they live."""

    def __init__(self) -> None:
        QgsGui.editorWidgetRegistry().initEditors()
        self._tools = _Tools()
        self._canvas = QgsMapCanvas()
        self._context = QgsAttributeEditorContext()
        self._context.setVectorLayerTools(self._tools)
        self._context.setMapCanvas(self._canvas)

    def open(self, layer: QgsVectorLayer, feature: QgsFeature) -> QgsAttributeForm:
        """The form of one feature."""
        return QgsAttributeForm(layer, feature, self._context)

    def close(self, form: QgsAttributeForm) -> None:
        """Ends a form at once; one that outlives its context takes the process along."""
        sip.delete(form)
